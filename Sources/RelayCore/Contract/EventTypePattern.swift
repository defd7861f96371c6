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
