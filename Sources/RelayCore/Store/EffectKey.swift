/// What an outside write is for: each key is written once. See the effect ledger.
package enum EffectKey {
    /// An answer to a message, or the closing line of its handoff: the customer gets one or the other, once.
    package static func reply(conversation: String, key: String) -> String { "reply:\(conversation):\(key)" }
    /// What the team alone reads in the place of an answer: it is none, and keeps none from the customer.
    package static func draft(conversation: String, key: String) -> String { "draft:\(conversation):\(key)" }
    package static func contact(sessionID: String, known: String) -> String { "contact:\(sessionID):\(ShortHash.of(known))" }
    package static func ticket(sessionID: String) -> String { "ticket:\(sessionID)" }
    /// A step of a handoff.
    package static func handoff(_ step: String, conversation: String, key: String) -> String { "\(step):\(conversation):\(key)" }
    /// The colleague's comment of a handoff.
    package static func comment(conversation: String, key: String) -> String {
        handoff("comment", conversation: conversation, key: key)
    }
    /// When a handoff was decided: nothing is written for it.
    package static func handoffStart(eventID: String) -> String { "handoff-start:\(eventID)" }
    package static func ticketWait(sessionID: String) -> String { "ticket-wait:\(sessionID)" }
    /// What is written as a note because the thread takes no comments: HubSpot counts the two apart.
    package static func note(_ commentKey: String) -> String { "note:\(commentKey)" }

    /// HubSpot counts each kind of object by itself: a ticket or a contact may have the number of a message or a note.
    package static func isOfMessage(_ key: String) -> Bool { !key.hasPrefix("ticket:") && !key.hasPrefix("contact:") }
}
