import FoundationEssentials
import RelayCore

extension Report {
    /// - Parameter listed: How many of the unanswered questions, the newest, stand in it by themselves.
    package func json(listed: Int) -> JSON {
        func counts(_ counts: [String: Int]) -> JSON { .object(JSONObject(counts.mapValues { .number(JSONNumber($0)) })) }
        func milliseconds(_ seconds: Double?) -> JSON { .optional(seconds.map { ($0 * 1000).whole(in: 0...Int(Int32.max)) }) }
        return [
            "since": .string(Timestamp.rfc3339(since)), "until": .string(Timestamp.rfc3339(until)),
            "handled": .number(JSONNumber(handled)), "answered": .number(JSONNumber(answered)),
            "drafted": .number(JSONNumber(drafted)), "unknown": .number(JSONNumber(unknown)),
            "handedOver": counts(handedOver), "quiet": counts(quiet),
            "unfinished": .number(JSONNumber(unfinished)), "resolved": .number(JSONNumber(resolved)),
            "unanswered": ["counts": counts(unansweredByCode), "newest": .array(unanswered.prefix(listed).map(\.json))],
            "medianMillisecondsToAnswer": milliseconds(medianTimeToAnswer),
            "p95MillisecondsToAnswer": milliseconds(longTimeToAnswer),
            "timesToAnswer": .array(
                timesToAnswer.map {
                    .present(["within": milliseconds($0.within), "count": .number(JSONNumber($0.count))])
                }),
        ]
    }

    var unansweredByCode: [String: Int] {
        unanswered.reduce(into: [:]) { $0[$1.code?.rawValue ?? Self.ownChoice, default: 0] += 1 }
    }
}

extension UnansweredQuestion {
    fileprivate var json: JSON {
        .present([
            "organization": .string(organization), "threadId": .string(threadID), "messageId": .string(messageID),
            "askedAt": .string(Timestamp.rfc3339(askedAt)), "code": .optional(code?.rawValue), "reason": .optional(reason),
        ])
    }
}
