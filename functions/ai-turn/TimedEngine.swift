import FoundationEssentials
import RelayCore

/// Why an engine gave no answer.
struct EngineFailure: Error {
    /// `ai-timeout` or `ai-unavailable`; `deadline-passed` where it was not even asked.
    let code: ReasonCode
    /// Without customer text.
    let detail: String
    /// Whether asking again at once would be in vain.
    var isFinal = false
}

/// Asks an AI engine within the turn's time, and once more when it fails and time is left.
struct TimedEngine {
    let engine: any AnswerEngine
    /// As it is counted.
    let name: String
    /// Seconds
    let timeout: Double
    let deadline: Date?
    let ambient: Ambient
    let trace: InvocationTrace

    /// What is kept of the invocation's time to record the outcome, in seconds.
    private static let reserve: Double = 2
    private static let attempts = 2

    /// - Throws: what the last try came to; `deadline-passed` when the invocation's time was over before the first.
    func answer(_ request: AnswerRequest) async throws(EngineFailure) -> AnswerAction {
        let start = ambient.now()
        let end = min(start + timeout, deadline.map { $0 - Self.reserve } ?? start + timeout)
        var request = request
        request.end = end
        var failure = EngineFailure(code: .deadlinePassed, detail: "no time was left to ask the AI")
        for _ in 0..<Self.attempts {
            let left = end.timeIntervalSince(ambient.now())
            guard left > 0 else { break }
            do throws(EngineFailure) {
                return try await askOnce(request, seconds: left)
            } catch {
                failure = error
                if error.isFinal { break }
            }
        }
        throw failure
    }

    private func askOnce(_ request: AnswerRequest, seconds: Double) async throws(EngineFailure) -> AnswerAction {
        var request = request
        request.trace = trace
        request.place = trace.place()
        let started = ambient.now()
        func tell(_ outcome: String) {
            trace.add(
                OutsideCall(
                    .ai, name: name, outcome: outcome, started: started, seconds: ambient.now().timeIntervalSince(started),
                    spanID: request.place?.spanID, usage: trace.takeUsage()))
        }
        do throws(EngineFailure) {
            let action = try await Self.ask(engine, request, seconds: seconds, sleep: ambient.sleep)
            tell(action.members["action"]?.string ?? "")
            return action
        } catch {
            tell(error.code.rawValue)
            throw error
        }
    }

    private static func ask(
        _ engine: any AnswerEngine, _ request: AnswerRequest, seconds: Double, sleep: @escaping @Sendable (Double) async -> Void
    ) async throws(EngineFailure) -> AnswerAction {
        let first = await withTaskGroup(of: Result<AnswerAction, EngineFailure>.self) { group in
            group.addTask {
                do throws(AnswerError) {
                    return .success(try await engine.answer(request))
                } catch {
                    return .failure(EngineFailure(code: .aiUnavailable, detail: error.description, isFinal: error.isFinal))
                }
            }
            group.addTask {
                await sleep(seconds)
                return .failure(EngineFailure(code: .aiTimeout, detail: "no answer within \(Int(seconds)) s"))
            }
            let first = await group.next()
            group.cancelAll()
            return first
        }
        return try (first ?? .failure(EngineFailure(code: .aiUnavailable, detail: "it was not asked"))).get()
    }
}
