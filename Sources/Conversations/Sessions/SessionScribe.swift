import FoundationEssentials
import HubSpotAPI
import MailReading
import RelayCore
import Rendering

/// Writes down in a session what people say on its thread.
package struct SessionScribe: Sendable {
    private let services: OrganizationServices
    private let session: Session

    package init(services: OrganizationServices, session: Session) {
        self.services = services
        self.session = session
    }

    /// Records what is not recorded yet.
    /// - Parameter limit: How much of the timeline is returned at most.
    /// - Returns: The newest of the timeline, oldest first.
    func record(
        _ messages: [ThreadMessage], by authorship: Authorship, limit: Int
    ) async throws -> [TimelineEntry] {
        var timeline = try await services.sessions.timeline(of: session, limit: limit)
        let known = Set(timeline.map(\.id))
        var added = false
        for message in messages where !known.contains(message.id) {
            guard let entry = try await entry(message, by: authorship) else { continue }
            if try await append(entry) {
                timeline.append(entry)
                added = true
            }
        }
        if added {
            timeline.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            if let newest = timeline.last { try await services.sessions.touch(session.id, at: newest.createdAt) }
        }
        return timeline
    }

    /// Records one message.
    /// - Returns: False when it stood already, or nobody said it.
    @discardableResult
    package func record(_ message: ThreadMessage, by authorship: Authorship) async throws -> Bool {
        guard let entry = try await entry(message, by: authorship), try await append(entry) else { return false }
        try await services.sessions.touch(session.id, at: entry.createdAt)
        return true
    }

    private func append(_ entry: TimelineEntry) async throws -> Bool {
        try await services.store.appendTimeline(sessionID: session.id, entry: entry)
    }

    private func entry(
        _ message: ThreadMessage, by authorship: Authorship
    ) async throws -> TimelineEntry? {
        guard let role = authorship.role(of: message) else { return nil }
        let text = role == .customer ? try await customerText(message) : message.text
        return TimelineEntry(
            id: message.id, role: role, text: text, attachmentNames: message.attachmentNames, createdAt: message.createdAt,
            envelope: message.envelope)
    }

    /// What the customer wrote: whole, where HubSpot shows it shortened, and without what mail programs put around it.
    private func customerText(_ message: ThreadMessage) async throws -> String {
        guard message.channel == .email else {
            return message.text.isEmpty ? HTMLText.text(fromHTML: message.richText ?? "") : message.text
        }
        return CustomerText.read(
            text: message.text, richText: message.richText, original: try await original(message), subject: message.subject)
    }

    /// nil where HubSpot shows the message whole, or has no more of it.
    private func original(_ message: ThreadMessage) async throws -> (text: String, richText: String?)? {
        guard let status = message.truncationStatus, status != .notTruncated, let threadID = session.threadID else {
            return nil
        }
        do {
            return try await services.hubSpot.originalContent(threadID: threadID, messageID: message.id)
        } catch {
            guard error.category == .notFound else { throw error }
            return nil
        }
    }
}
