/// The event types that functions take and emit, in one place.
package enum EventType {
    package static let httpRequest = "http.request"
    package static let hubSpotPrefix = "hubspot."
    package static let newMessage = "hubspot.conversation.newMessage"
    package static let conversationPropertyChange = "hubspot.conversation.propertyChange"
    package static let conversationDeletion = "hubspot.conversation.deletion"
    package static let ticketPropertyChange = "hubspot.ticket.propertyChange"
    package static let objectPropertyChange = "hubspot.object.propertyChange"
    package static let conversationTurn = "conversation.turn"
    package static let aiTimeout = "ai.timeout"
    package static let aiReply = "ai.reply"
    package static let aiHandoff = "ai.handoff"
    package static let replyCheck = "reply.check"
    package static let sessionControl = "session.control"
    package static let sessionUpdated = "session.updated"
    package static let sessionUpdate = "session.update"
    package static let signatureRender = "signature.render"
}

/// What a function takes: one event type, or all that start with a prefix (`hubspot.conversation.*`).
package struct EventTypePattern: Sendable, Hashable, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }

    package func matches(_ type: String) -> Bool {
        guard text.hasSuffix(".*") else { return type == text }
        return type.hasPrefix(text.dropLast(1))
    }
}
