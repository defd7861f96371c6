import Conversations
import FoundationEssentials
import OnceOnly
import RelayCore

/// A handoff that comes too late: since it was decided, a person has closed the conversation or given it back to the AI. It
/// stays so: nobody is given it, and the customer is not told that a person will come.
struct LateHandoff {
    /// Why nothing but the comment is written.
    let result: FunctionResult

    /// - Returns: nil where the handoff is in time.
    static func of(_ scene: HandoffScene) async throws -> LateHandoff? {
        if isClosed(scene) {
            return LateHandoff(
                result: .skipped(.sessionClosed, "the conversation was closed before the handoff, and stays closed"))
        }
        if scene.start.isGivenBack, try await !isGivenBySending(scene) {
            return LateHandoff(
                result: .skipped(.stale, "the conversation was given back to the AI before the handoff, and stays there"))
        }
        return nil
    }

    /// Whether HubSpot gave the thread to the AI's user, as whom an earlier try sent the closing line, and that try ended before it kept the
    /// session: the customer has read that a person comes.
    private static func isGivenBySending(_ scene: HandoffScene) async throws -> Bool {
        guard let actor = scene.aiActor, scene.reading?.thread.assignedTo == actor,
            let line = try await scene.services.store.effect(key: scene.request.effectKey(.closingLine))
        else { return false }
        return scene.ledger.timing.window(of: line).contains(scene.session.stateSince)
    }

    /// Whether it was closed after the message that is handed over; where none is named, after the handoff was asked for.
    private static func isClosed(_ scene: HandoffScene) -> Bool {
        let message = scene.request.isAboutMessage ? scene.request.inReplyTo.flatMap { scene.reading?.message($0) } : nil
        let date = message?.createdAt ?? scene.start.date
        if scene.session.state == .closed, scene.session.stateSince > date { return true }
        guard let thread = scene.reading?.thread else { return false }
        if thread.isArchived || thread.isSpam { return true }
        return thread.status == .closed && thread.closedAt.map { $0 > date } ?? true
    }
}
