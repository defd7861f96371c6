import FoundationEssentials

/// `session.delete`: customers' data is erased.
package struct SessionDeleteEvent: EventPayload, Hashable {
    package static let type = "session.delete"

    /// Whose data.
    package enum Target: Sendable, Hashable {
        case thread(String)
        case session(String)
        case contact(String)
        case email(String)
        /// Of sessions in which nothing has happened for so many days.
        case olderThan(days: Int)
    }

    /// The second look after an erasure: a worker that was at the conversation meanwhile may have written something down.
    package struct SecondLook: Sendable, Hashable {
        package let erasedAt: Date
        package let threadID: String?

        package init(erasedAt: Date, threadID: String?) {
            self.erasedAt = erasedAt
            self.threadID = threadID
        }
    }

    package let target: Target
    package let secondLook: SecondLook?
    package let notBefore: Date?

    package init(_ target: Target) {
        self.target = target
        secondLook = nil
        notBefore = nil
    }

    package init(sessionID: String, secondLook: SecondLook, due: Date) {
        target = .session(sessionID)
        self.secondLook = secondLook
        notBefore = due
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        target = try Target(reader)
        let threadID = try reader.optionalID("leaseThreadId")
        secondLook = try reader.optionalTime("erasedAt").map { SecondLook(erasedAt: $0, threadID: threadID) }
        notBefore = event.notBefore
    }

    package var subject: String? { if case .session(let id) = target { id } else { nil } }

    package var data: JSON {
        let (name, value) = target.member
        return .present([
            name: value, "erasedAt": .optional(secondLook.map { Timestamp.rfc3339($0.erasedAt) }),
            "leaseThreadId": .optional(secondLook?.threadID),
        ])
    }

    /// Each part of an erasure, and each second look, once.
    package func factID(orElse unique: String) -> String {
        let part = if secondLook != nil, case .session(let id) = target { id } else { "next" }
        return "erasure:\(ShortHash.of(unique)):\(part)"
    }

    package static var description: EventDescription {
        EventDescription(
            "Erase stored customer data. Give exactly one of the first five fields.", id: "chosen by the sender",
            [
                .optional("threadId", "id", "The HubSpot thread whose data to erase."),
                .optional("sessionId", "id", "The session to erase."),
                .optional("contactId", "id", "Erase every session of this HubSpot contact."),
                .optional("email", "e-mail address", "Erase every session of this address. A display name does not count."),
                .optional(
                    "olderThanDays", "whole number", "Erase the sessions in which nothing has happened for this many days."),
                .optional("erasedAt", "time", "Second look: when the session was erased."),
                .optional("leaseThreadId", "id", "Second look: the session's HubSpot thread."),
            ])
    }
}

// MARK: - JSON

extension SessionDeleteEvent.Target {
    /// Of which exactly one is given.
    package static let names = ["threadId", "sessionId", "contactId", "email", "olderThanDays"]

    package init(_ reader: ObjectReader) throws(FieldError) {
        let given = Self.names.filter { reader.value($0) != nil }
        guard given.count == 1, let name = given.first else {
            let rule = "give exactly one of \(Self.names.joined(separator: ", "))"
            throw given.isEmpty
                ? reader.error("threadId", "is missing: \(rule)") : reader.error(given[1], "is one too many: \(rule)")
        }
        switch name {
        case "threadId": self = .thread(try reader.id(name))
        case "sessionId": self = .session(try reader.id(name))
        case "contactId": self = .contact(try reader.id(name))
        case "email": self = .email(try Self.address(reader, name))
        default:
            guard let days = try reader.optionalInt(name), (1...36_500).contains(days) else {
                throw reader.error(name, "must be from 1 to 36500")
            }
            self = .olderThan(days: days)
        }
    }

    /// The bare address: a session has it so. What no mailbox is called would be an erasure that finds nobody.
    private static func address(_ reader: ObjectReader, _ name: String) throws(FieldError) -> String {
        let text = try reader.string(name)
        let address = try EmailAddress(text, path: reader.path(of: name))
        let isQuoted = address.localPart.hasPrefix("\"")
        guard PrintedText.isPlain(text),
            isQuoted || !address.localPart.contains(where: { $0.isWhitespace || ":;,[]\\".contains($0) })
        else { throw reader.error(name, "must be one e-mail address, as casey@customer.example") }
        return address.bare
    }

    fileprivate var member: (String, JSON) {
        switch self {
        case .thread(let id): ("threadId", .string(id))
        case .session(let id): ("sessionId", .string(id))
        case .contact(let id): ("contactId", .string(id))
        case .email(let address): ("email", .string(address))
        case .olderThan(let days): ("olderThanDays", .number(JSONNumber(days)))
        }
    }
}
