import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore

/// Closes a thread again that a message opened to which the AI has nothing to say (“Thanks!”): nobody waits there.
struct Reclosing {
    let services: OrganizationServices

    /// HubSpot opens a closed thread when the customer writes, and tells of both; so many seconds lie between at most.
    private static let span: Double = 60

    /// - Returns: Whether the thread is closed again. One that cannot be is left open, and the log says why.
    func close(after message: ThreadMessage, threadID: String) async throws -> Bool {
        guard services.configuration[ConfigurationKeys.closeThread] else { return false }
        // The AI was asked a while ago.
        let reading = try await ThreadReading.read(threadID, including: message.id, of: services)
        guard isAllThatIsNew(message, reading), case .answer = reading.decide(on: message).outcome else { return false }
        do {
            _ = try await services.hubSpot.setThreadStatus(.closed, threadID: threadID)
            return true
        } catch {
            services.logger.warning(
                "a thread that only thanks had opened could not be closed again",
                metadata: ["thread-id": "\(threadID)", "code": "\(error.reasonCode.rawValue)"])
            return false
        }
    }

    /// Whether the message opened the conversation again, and nothing was said since it was closed but this.
    private func isAllThatIsNew(_ message: ThreadMessage, _ reading: ThreadReading) -> Bool {
        guard let reopenedAt = reading.session.reopenedAt,
            abs(message.createdAt.timeIntervalSince(reopenedAt)) <= Self.span
        else { return false }
        let said = reading.messages.filter { $0.type == .message && $0.createdAt >= min(reopenedAt, message.createdAt) }
        return said.map(\.id) == [message.id]
    }
}
