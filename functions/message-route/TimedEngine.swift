import FoundationEssentials
import RelayCore

/// Asks an AI engine within the turn's time, and once more when it fails and time is left.
struct TimedEngine {
    let engine: any AnswerEngine
    /// Seconds
    let timeout: Double
    let deadline: Date?
    let ambient: Ambient

    /// What is kept of the invocation's time to record the outcome, in seconds.
    private static let reserve: Double = 2
    private static let attempts = 2

    /// - Throws: `AnswerError` of the last try.
    func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        let start = ambient.now()
        let end = min(start + timeout, deadline.map { $0 - Self.reserve } ?? start + timeout)
        var failure = AnswerError("no time was left to ask")
        for _ in 0..<Self.attempts {
            let left = end.timeIntervalSince(ambient.now())
            guard left > 0 else { break }
            do throws(AnswerError) {
                return try await Self.ask(engine, request, seconds: left, sleep: ambient.sleep)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func ask(
        _ engine: any AnswerEngine, _ request: AnswerRequest, seconds: Double, sleep: @escaping @Sendable (Double) async -> Void
    ) async throws(AnswerError) -> AnswerAction {
        let first = await withTaskGroup(of: Result<AnswerAction, AnswerError>.self) { group in
            group.addTask {
                do throws(AnswerError) {
                    return .success(try await engine.answer(request))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await sleep(seconds)
                return .failure(AnswerError("no answer within \(Int(seconds)) s"))
            }
            let first = await group.next()
            group.cancelAll()
            return first
        }
        return try (first ?? .failure(AnswerError("the engine was not asked"))).get()
    }
}
