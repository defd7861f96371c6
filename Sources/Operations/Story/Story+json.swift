import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

extension StoryStep {
    /// With what customers may have written, where it is kept.
    package var json: JSON {
        .present([
            "eventId": .string(first.eventID), "type": .string(first.type), "function": .string(first.function),
            "subject": .string(subject), "outcome": .array(outcome.map(JSON.string)),
            "deliveries": .array(deliveries.map(\.json)), "event": event ?? .null, "result": result ?? .null,
            "log": log.isEmpty ? .null : .array(log.map { (try? JSON.parse(Array($0.utf8))) ?? .string($0) }),
            "children": .array(children.map(\.json)),
        ])
    }
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
    package func json(id: String, kind: StorySearch.Kind) -> JSON {
        [
            "id": .string(id), "kind": .string(kind.rawValue), "verdict": StoryVerdict.of(self).json,
            "start": .optional(start.map(Timestamp.rfc3339)), "steps": .array(roots.map(\.json)),
        ]
    }
}
