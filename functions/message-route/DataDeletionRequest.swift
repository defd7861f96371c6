import FoundationEssentials
import LiveFunction
import RelayCore

/// Whose data is to be deleted.
struct DataDeletionRequest {
    enum What {
        case thread(String)
        case session(String)
        case contact(String)
        case email(String)
        /// Days without activity.
        case olderThan(Int)
    }

    let what: What
    /// Of a second look: when the session was erased.
    let erasedAt: Date?
    let threadID: String?

    private static let selectors = ["threadId", "sessionId", "contactId", "email", "olderThanDays"]

    /// - Throws: `bad-field`; `not-before` (a wait) when the event came before its time.
    init(_ event: RelayEvent, now: Date) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            switch event.type {
            case EventType.conversationPrivacyDeletion: what = .thread(try reader.id("objectId"))
            case EventType.contactPrivacyDeletion: what = .contact(try reader.id("objectId"))
            default: what = try Self.what(reader)
            }
            threadID = try reader.optionalID("leaseThreadId")
            erasedAt = try reader.optionalString("erasedAt").map { text throws(FieldError) in
                guard let date = Timestamp.parse(text) else { throw reader.error("erasedAt", "must be an RFC 3339 timestamp") }
                return date
            }
        } catch {
            throw Stop(error)
        }
        if let due = event.notBefore, due > now {
            throw Stop(.retry(.notBefore, "it is not due yet", after: WaitTime.seconds(due.timeIntervalSince(now))))
        }
    }

    private static func what(_ reader: ObjectReader) throws(FieldError) -> What {
        let given = selectors.filter { reader.value($0) != nil }
        guard given.count == 1, let selector = given.first else {
            throw reader.error(
                given.dropFirst().first ?? "threadId",
                "is one too many or too few: give exactly one of \(selectors.joined(separator: ", "))")
        }
        switch selector {
        case "threadId": return .thread(try reader.id(selector))
        case "sessionId": return .session(try reader.string(selector))
        case "contactId": return .contact(try reader.id(selector))
        case "email": return .email(try reader.string(selector))
        default:
            guard let days = try reader.optionalInt(selector), (1...36_500).contains(days) else {
                throw reader.error(selector, "must be from 1 to 36500")
            }
            return .olderThan(days)
        }
    }
}
