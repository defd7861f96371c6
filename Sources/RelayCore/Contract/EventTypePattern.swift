/// What a function takes: one event type, or all that start with a prefix (`hubspot.conversation.*`).
package struct EventTypePattern: Sendable, Hashable, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }

    package func matches(_ type: String) -> Bool {
        guard text.hasSuffix(".*") else { return type == text }
        return type.hasPrefix(text.dropLast(1))
    }

    /// Whether there can be a type that both take.
    package func meets(_ other: EventTypePattern) -> Bool {
        guard text.hasSuffix(".*"), other.text.hasSuffix(".*") else { return matches(other.text) || other.matches(text) }
        return text.hasPrefix(other.text.dropLast(1)) || other.text.hasPrefix(text.dropLast(1))
    }
}
