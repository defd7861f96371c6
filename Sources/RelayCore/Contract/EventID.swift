import Crypto

/// Deterministic event ids: a fact told twice has one id, whoever tells it.
///
/// Never part of an id: HubSpot's `eventId` (documented as not unique), `subscriptionId`, `attemptNumber`.
package enum EventID {
    package static func source(portalID: String) -> String { "/hubspot/\(portalID)" }

    package static func source(organization: String) -> String { "/relay/\(organization)" }

    package static func message(threadID: String, messageID: String) -> String {
        "conversation.newMessage:\(threadID):\(messageID)"
    }

    /// - Parameter object: `ticket` for `ticket.*` and for generic `object.*` on tickets alike.
    package static func propertyChange(
        object: String, objectID: String, property: String, occurredAt: String, value: String
    ) -> String {
        "\(object).propertyChange:\(objectID):\(property):\(occurredAt):\(shortHash(value))"
    }

    package static func other(subscriptionType: String, objectID: String, occurredAt: String) -> String {
        "\(subscriptionType):\(objectID):\(occurredAt)"
    }

    package static func association(
        object: String, from: String, to: String, isRemoved: Bool, occurredAt: String
    ) -> String {
        "\(object).associationChange:\(from):\(to):\(isRemoved ? "removed" : "added"):\(occurredAt)"
    }

    package static func turn(threadID: String, messageID: String) -> String { "turn:\(threadID):\(messageID)" }

    package static func timeout(threadID: String, messageID: String) -> String { "timeout:\(threadID):\(messageID)" }

    package static func reply(conversation: String, key: String) -> String { "reply:\(conversation):\(key)" }

    package static func handoff(conversation: String, key: String) -> String { "handoff:\(conversation):\(key)" }

    package static func replyCheck(threadID: String, messageID: String) -> String { "check:\(threadID):\(messageID)" }

    package static func sessionUpdated(sessionID: String, cause: String) -> String { "updated:\(sessionID):\(cause)" }

    /// The next part of an erasure, or the second look after it.
    package static func erasure(cause: String, part: String) -> String { "erasure:\(shortHash(cause)):\(part)" }

    /// The session of a thread: the same on every machine, so that two deliveries cannot make two sessions.
    package static func session(organization: String, threadID: String) -> String {
        "ses_\(shortHash("\(organization)\u{0}\(threadID)", bytes: 10))"
    }

    /// The session of a conversation that HubSpot has no thread of.
    /// - Parameter key: The caller's own name for the conversation.
    package static func session(organization: String, conversation key: String) -> String {
        session(organization: organization, threadID: "conversation:\(key)")
    }

    /// What ends the id of what follows from a deliberate repeat of an event; empty for the event itself.
    package static func repetition(_ id: String, of first: String) -> String { id == first ? "" : ":\(shortHash(id))" }

    /// The first bytes of SHA-256, in hexadecimal.
    package static func shortHash(_ text: String, bytes: Int = 8) -> String {
        Hex.string(SHA256.hash(data: Array(text.utf8)).prefix(bytes))
    }
}
