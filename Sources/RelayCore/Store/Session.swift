import FoundationEssentials

/// One conversation as the AI side sees it: linked to one HubSpot thread, at most one ticket, one contact.
package struct Session: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        /// The AI may speak.
        case open
        /// A person took over.
        case handedOff = "handed-off"
        /// The AI is paused by hand.
        case paused
        case closed
    }

    package var id: String
    package var threadID: String?
    package var channel: ChannelKind
    package private(set) var state: State
    /// When what made the state happened; a change that happened earlier does not undo it.
    package var stateSince: Date
    /// When it was opened again after it had been closed, the last time.
    package private(set) var reopenedAt: Date?
    /// HubSpot's contact of the customer who wrote last; nil where none is known to be theirs.
    package var contactID: String?
    /// Further contacts of its customers: who asks for the erasure of one means this session.
    package var otherContactIDs: [String]
    /// Of the customer who wrote last, as name and phone.
    package var contactEmail: String?
    /// Further addresses that its customers wrote from, or write from: who asks for the erasure of one means this session.
    package var otherEmails: [String]
    package var contactName: String?
    package var contactPhone: String?
    package var ticketID: String?
    /// Everything that was said on the thread until then stands on the timeline, with its envelopes; nil where that is not known.
    package var knownUntil: Date?
    /// BCP 47
    package var language: String?
    package var sentiment: String?
    /// Whether the customer was told that an AI writes.
    package var isDisclosed: Bool
    package var createdAt: Date
    package var updatedAt: Date
    /// Counts changes; a change is written only over the version that it was made from.
    package var version: Int

    package init(
        id: String, threadID: String?, channel: ChannelKind, state: State = .open, stateSince: Date? = nil,
        reopenedAt: Date? = nil, contactID: String? = nil, otherContactIDs: [String] = [], contactEmail: String? = nil,
        otherEmails: [String] = [], contactName: String? = nil, contactPhone: String? = nil, ticketID: String? = nil,
        knownUntil: Date? = nil, language: String? = nil, sentiment: String? = nil, isDisclosed: Bool = false,
        createdAt: Date, updatedAt: Date, version: Int = 1
    ) {
        self.id = id
        self.threadID = threadID
        self.channel = channel
        self.state = state
        self.stateSince = stateSince ?? createdAt
        self.reopenedAt = reopenedAt
        self.contactID = contactID
        self.otherContactIDs = otherContactIDs
        self.contactEmail = contactEmail
        self.otherEmails = otherEmails
        self.contactName = contactName
        self.contactPhone = contactPhone
        self.ticketID = ticketID
        self.knownUntil = knownUntil
        self.language = language
        self.sentiment = sentiment
        self.isDisclosed = isDisclosed
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}

extension Session {
    /// Changes the state, unless a change of it that happened later stands already.
    /// - Parameter date: When what changes it happened, by HubSpot's account where HubSpot tells it. To the millisecond: what is
    ///   read from a text and what is read from the store are one instant then.
    /// - Returns: Whether the state is `new` now.
    @discardableResult
    package mutating func enter(_ new: State, at date: Date) -> Bool {
        if new == state { return true }
        guard Timestamp.milliseconds(date) >= Timestamp.milliseconds(stateSince) else { return false }
        if state == .closed, new == .open { reopenedAt = date }
        state = new
        stateSince = date
        return true
    }

    /// Enters the state, and keeps it from then on: what happened before does not change it any more.
    package mutating func keep(_ new: State, from date: Date) {
        if enter(new, at: date) { stateSince = max(stateSince, date) }
    }
}

/// One entry of a session's timeline.
package struct TimelineEntry: Sendable, Hashable {
    package enum Role: String, Sendable, CaseIterable {
        case customer
        case ai
        case rep
        /// An internal comment, or a note.
        case note
    }

    /// HubSpot's message id: the same message recorded twice stands once.
    package var id: String
    package var role: Role
    package var text: String
    package var attachmentNames: [String]
    package var createdAt: Date
    /// See ``ThreadMessage/envelope``; nil for what stands on no thread.
    package var envelope: JSON?

    package init(
        id: String, role: Role, text: String, attachmentNames: [String] = [], createdAt: Date, envelope: JSON? = nil
    ) {
        self.id = id
        self.role = role
        self.text = text
        self.attachmentNames = attachmentNames
        self.createdAt = createdAt
        self.envelope = envelope
    }
}
