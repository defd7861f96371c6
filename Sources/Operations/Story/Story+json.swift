import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

extension StoryStep {
    /// - Parameter withTexts: With what customers may have written, where it is kept.
    package func json(withTexts: Bool) -> JSON {
        .present([
            "eventId": .string(first.eventID), "type": .string(first.type), "function": .string(first.function),
            "subject": .string(subject), "outcome": .array(outcome.map(JSON.string)),
            "deliveries": .array(deliveries.map(\.json)), "event": withTexts ? event ?? .null : .null,
            "result": withTexts ? result ?? .null : .null, "log": withTexts && !log.isEmpty ? logJSON : .null,
            "children": .array(children.map { $0.json(withTexts: withTexts) }),
        ])
    }
}

extension StoryStep {
    private var logJSON: JSON { .array(log.map { (try? JSON.parse(Array($0.utf8))) ?? .string($0) }) }
}

extension StoryVerdict {
    package var json: JSON {
        .present([
            "sentence": .string(sentence), "isAnswered": .bool(isAnswered), "code": .optional(code?.rawValue),
            "remedy": .optional(code?.remedy),
        ])
    }
}

extension Story {
    /// `{id, kind, verdict, steps}`
    /// - Parameter withTexts: With what customers may have written, where it is kept.
    package func json(id: String, kind: StorySearch.Kind, withTexts: Bool) -> JSON {
        [
            "id": .string(id), "kind": .string(kind.rawValue), "verdict": StoryVerdict.of(self).json,
            "start": .optional(start.map(Timestamp.rfc3339)), "steps": .array(roots.map { $0.json(withTexts: withTexts) }),
        ]
    }
}
