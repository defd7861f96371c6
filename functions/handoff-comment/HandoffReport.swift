import Conversations
import RelayCore

/// What each step of a handoff gave: an id, or the code why not.
struct HandoffReport {
    let patience: HandoffPatience
    private var ids: [HandoffStep: String] = [:]
    private(set) var notDone: [StepNotDone] = []
    /// What the colleague should know of what was done.
    private(set) var remarks: [String] = []

    init(_ patience: HandoffPatience) { self.patience = patience }

    /// Runs a step and notes its outcome.
    /// - Throws: what should be tried again before the comment is written; everything else is noted.
    mutating func attempt(_ step: HandoffStep, _ work: () async throws -> String?) async throws {
        do {
            if let id = try await work() { ids[step] = id }
        } catch {
            let result = FunctionResult(ending: error)
            guard try await patience.leavesOut(result) else { throw error }
            note(step, [result])
        }
    }

    /// The same for a step without which the handoff is nothing: it is tried again for as long as that helps.
    mutating func finish(_ step: HandoffStep, _ work: () async throws -> String?) async throws {
        do {
            if let id = try await work() { ids[step] = id }
        } catch {
            let result = FunctionResult(ending: error)
            if result.status == .retry { throw error }
            note(step, [result])
        }
    }

    /// Notes parts of a step that could not be done.
    mutating func note(_ step: HandoffStep, _ results: [FunctionResult]) {
        notDone += results.map { StepNotDone(step.rawValue, $0) }
    }

    mutating func remark(_ text: String) { remarks.append(text) }

    func id(of step: HandoffStep) -> String? { ids[step] }

    func failure(of step: HandoffStep) -> FunctionResult? { notDone.first { $0.step == step.rawValue }?.result }

    /// What is worth another try although the comment stands.
    var toRepair: FunctionResult? {
        patience.isOver ? nil : notDone.first(where: Self.isRepairable)?.result
    }

    /// Whether it may still be done although the comment stands.
    static func isRepairable(_ notDone: StepNotDone) -> Bool {
        let isAbove: [HandoffStep] = [.closingLine, .facts]
        return notDone.result.status == .retry && notDone.result.code != .missingScope
            && !isAbove.contains { $0.rawValue == notDone.step }
    }

    var data: JSONObject {
        [
            "closingLineId": .optional(ids[.closingLine]), "contactId": .optional(ids[.contact]),
            "ticketId": .optional(ids[.ticket]), "commentId": .optional(ids[.comment]), "ownerId": .optional(ids[.owner]),
            "threadAssigneeId": .optional(ids[.assignee]), "notDone": .array(notDone.map(\.json)),
        ]
    }
}
