import Conversations
import FoundationEssentials
import RelayCore

/// A handoff that comes too late: since it was decided, a person has closed the conversation or given it back to the AI. It
/// stays so: nobody is given it, and the customer is not told that a person will come.
struct LateHandoff {
    /// Why nothing but the comment is written.
    let result: FunctionResult

    /// nil where the handoff is in time.
    init?(_ scene: HandoffScene) {
        if Self.isClosed(scene) {
            result = .skipped(.sessionClosed, "the conversation was closed before the handoff, and stays closed")
        } else if scene.start.isGivenBack {
            result = .skipped(.stale, "the conversation was given back to the AI before the handoff, and stays there")
        } else {
            return nil
        }
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
