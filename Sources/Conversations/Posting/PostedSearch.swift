import FoundationEssentials
import OnceOnly
import RelayCore

/// Finds, on a thread, what an earlier try may have posted.
struct PostedSearch {
    let kind: ThreadPost.Kind
    let appID: String?
    let record: EffectRecord

    /// Ours, of that kind, written since the try began; oldest first. The text is not compared: HubSpot may rewrap or
    /// cut it.
    func candidates(among messages: [ThreadMessage]) -> [ThreadMessage] {
        messages.filter { message in
            isOurs(message) && message.type == (kind == .message ? MessageType.message : .comment)
                && message.createdAt >= record.earliest
        }
    }

    private func isOurs(_ message: ThreadMessage) -> Bool {
        guard message.clientType == .integration else { return false }
        guard let appID else { return message.direction != .incoming }
        return message.integrationAppID == appID
    }
}
