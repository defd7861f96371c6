import RelayCore

/// What each step of a handoff gave: an id, or the code why not.
struct HandoffReport {
    private var ids: [HandoffStep: String] = [:]
    private var notDone: [(step: HandoffStep, result: FunctionResult)] = []

    /// Runs a step and notes its outcome.
    /// - Throws: what should be tried again; everything else is noted.
    mutating func attempt(_ step: HandoffStep, _ work: () async throws -> String?) async throws {
        do {
            if let id = try await work() { ids[step] = id }
        } catch {
            let result = FunctionResult(ending: error)
            if result.status == .retry { throw error }
            notDone.append((step, result))
        }
    }

    /// Notes parts of a step that could not be done.
    mutating func note(_ step: HandoffStep, _ results: [FunctionResult]) {
        notDone += results.map { (step, $0) }
    }

    func id(of step: HandoffStep) -> String? { ids[step] }

    func failure(of step: HandoffStep) -> FunctionResult? { notDone.first { $0.step == step }?.result }

    var data: JSONObject {
        [
            "closingLineId": .optional(ids[.closingLine]), "contactId": .optional(ids[.contact]),
            "ticketId": .optional(ids[.ticket]), "commentId": .optional(ids[.comment]), "ownerId": .optional(ids[.owner]),
            "threadAssigneeId": .optional(ids[.assignee]),
            "notDone": .array(
                notDone.map { step, result in
                    [
                        "step": .string(step.rawValue), "code": .optional(result.code?.rawValue),
                        "message": .optional(result.message),
                    ]
                }),
        ]
    }
}
