import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

extension HistoryEntry {
    /// As commands and the console show it.
    package var json: JSON {
        .present([
            "number": .number(JSONNumber(Int(number))), "eventId": .string(eventID), "type": .string(type),
            "organization": .string(organization), "causeId": .optional(causeID), "traceParent": .optional(traceParent),
            "threadId": .optional(subject.threadID), "sessionId": .optional(subject.sessionID),
            "messageId": .optional(subject.messageID), "ticketId": .optional(subject.ticketID),
            "function": .string(function), "attempt": .number(JSONNumber(attempt)), "status": .string(status.rawValue),
            "code": .optional(code?.rawValue), "effect": .optional(effect), "message": .optional(message),
            "remedy": .optional(code?.remedy),
            "outcome": .string(outcome.name), "comesAgain": .optional(comesAgain.map(Timestamp.rfc3339)),
            "queued": .string(Timestamp.rfc3339(queued)), "due": .string(Timestamp.rfc3339(due)),
            "started": .string(Timestamp.rfc3339(started)), "ended": .string(Timestamp.rfc3339(ended)),
            "waitedMilliseconds": .number(JSONNumber(Self.milliseconds(waited))),
            "workedMilliseconds": .number(JSONNumber(Self.milliseconds(worked))),
            "bytes": .number(JSONNumber(size)),
        ])
    }

    /// From when it was to be done until a worker had it, in seconds.
    package var waited: Double { max(0, started.timeIntervalSince(due)) }
    /// In seconds.
    package var worked: Double { max(0, ended.timeIntervalSince(started)) }

    package var comesAgain: Date? { if case .postponed(let until) = outcome { until } else { nil } }

    private static func milliseconds(_ seconds: Double) -> Int { (seconds * 1000).whole(in: 0...Int(Int32.max)) }
}

extension HistoryTexts {
    /// `{event, result, log}`
    package var json: JSON {
        [
            "event": (try? JSON.parse(event)) ?? .null, "result": (try? JSON.parse(result)) ?? .null,
            "log": .array(log.map { (try? JSON.parse(Array($0.utf8))) ?? .string($0) }),
        ]
    }
}
