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
        var said = SaidBefore(messages, timeline)
        for message in messages where !known.contains(message.id) {
            guard let role = authorship.role(of: message) else { continue }
            let entry = try await entry(message, role, mayQuote: role == .customer && Self.mayQuote(message), &said)
            // Another worker may have written it down since the timeline was read.
            if try await append(entry) { added = true }
            timeline.append(entry)
        }
        timeline.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        if added, let newest = timeline.last { try await services.sessions.touch(session.id, at: newest.createdAt) }
        return timeline
    }

    /// Records one message.
    /// - Parameter getsTurn: A turn reads the whole thread soon. It records the message where this can only be read beside those
    ///   before it: a customer's mail that may quote them.
    package func record(_ message: ThreadMessage, by authorship: Authorship, getsTurn: Bool) async throws {
        guard let role = authorship.role(of: message) else { return }
        let mayQuote = role == .customer && Self.mayQuote(message)
        if getsTurn, mayQuote { return }
        var nothing = SaidBefore([], [])
        let entry = try await entry(message, role, mayQuote: mayQuote, &nothing)
        guard try await append(entry) else { return }
        try await services.sessions.touch(session.id, at: entry.createdAt)
    }

    private static func mayQuote(_ message: ThreadMessage) -> Bool {
        guard message.channel == .email else { return false }
        let isShortened = message.truncationStatus.map { $0 != .notTruncated } ?? false
        return isShortened || CustomerText.mayQuote(text: message.text, richText: message.richText)
    }

    private func append(_ entry: TimelineEntry) async throws -> Bool {
        try await services.store.appendTimeline(sessionID: session.id, entry: entry)
    }

    private func entry(
        _ message: ThreadMessage, _ role: TimelineEntry.Role, mayQuote: Bool, _ said: inout SaidBefore
    ) async throws -> TimelineEntry {
        let text = role == .customer ? try await customerText(message, mayQuote: mayQuote, &said) : message.text
        return TimelineEntry(
            id: message.id, role: role, text: text, attachmentNames: message.attachmentNames, createdAt: message.createdAt,
            envelope: message.envelope)
    }

    /// What the customer wrote: whole, where HubSpot shows it shortened, and without what mail programs put around it.
    private func customerText(
        _ message: ThreadMessage, mayQuote: Bool, _ said: inout SaidBefore
    ) async throws -> String {
        guard message.channel == .email else {
            return message.text.isEmpty ? HTMLText.text(fromHTML: message.richText ?? "") : message.text
        }
        let earlier = mayQuote ? said.before(message) : nil
        return CustomerText.read(
            text: message.text, richText: message.richText, original: try await original(message), subject: message.subject,
            earlier: earlier)
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

/// What was said on a thread, for the mails that quote it.
private struct SaidBefore {
    private let messages: [ThreadMessage]
    private let older: [TimelineEntry]
    private var all: EarlierMessages?

    /// - Parameters:
    ///   - messages: Oldest first.
    ///   - timeline: What is kept of messages that were not read.
    init(_ messages: [ThreadMessage], _ timeline: [TimelineEntry]) {
        self.messages = messages.filter { $0.type == .message }
        let ids = Set(messages.map(\.id))
        let start = messages.first?.createdAt
        older = timeline.filter { entry in
            entry.role != .note && !ids.contains(entry.id) && start.map { entry.createdAt <= $0 } ?? false
        }
    }

    mutating func before(_ message: ThreadMessage) -> EarlierMessages {
        let all = self.all ?? EarlierMessages(older.map { ($0.text, nil) } + messages.map { ($0.text, $0.richText) })
        self.all = all
        return all.first(older.count + (messages.firstIndex { $0.id == message.id } ?? 0))
    }
}
