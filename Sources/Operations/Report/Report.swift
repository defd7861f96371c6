import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// What became of customers' messages over a time, by the history.
package struct Report: Sendable {
    package var since: Date
    package var until: Date
    /// Messages of customers that got their turn.
    package var handled = 0
    package var answered = 0
    package var drafted = 0
    /// By the code why; those of the AI's own choice have none.
    package var handedOver: [String: Int] = [:]
    /// By the code why.
    package var quiet: [String: Int] = [:]
    /// Messages of which nothing has come yet, or that were given up.
    package var unfinished = 0
    /// Seconds from a message's coming to us to its answer; nil without an answer.
    package var medianTimeToAnswer: Double?
    /// The 95th percentile of the same.
    package var longTimeToAnswer: Double?
    /// How many answers took no longer than so many seconds, and longer than those before; nil: longer than all.
    package var timesToAnswer: [(within: Double?, count: Int)] = []

    private static let limit = 100_000
    private static let steps: [Double] = [5, 15, 30, 60, 120, 300, 900, 3600]

    package static func of(_ history: any InvocationHistory, since: Date, now: Date) async throws -> Report {
        func last(_ type: String) async throws -> [String: HistoryEntry] {
            let entries = try await history.entries(HistoryFilter(type: type, since: since), before: nil, limit: limit)
            // The newest first: of several deliveries the last one counts.
            return Dictionary(entries.compactMap { entry in entry.messageKey.map { ($0, entry) } }) { newer, _ in newer }
        }
        let turns = try await last(ConversationTurnEvent.type)
        let replies = try await last(AIReplyEvent.type)
        let texts = try await history.texts(of: replies.values.map(\.number))
        let kinds = replies.compactMapValues { texts[$0.number].flatMap { try? JSON.parse($0.result)["data"]?["kind"]?.string } }
        return Report(
            since: since, until: now, turns: turns, replies: replies, kinds: kinds, handoffs: try await last(AIHandoffEvent.type))
    }

    /// - Parameter kinds: What was written for an answer: a `message`, or a `comment` or `note` for the team.
    init(
        since: Date, until: Date, turns: [String: HistoryEntry], replies: [String: HistoryEntry], kinds: [String: String],
        handoffs: [String: HistoryEntry]
    ) {
        self.since = since
        self.until = until
        var times: [Double] = []
        for (key, turn) in turns {
            handled += 1
            let reply = replies[key]
            if let handoff = handoffs[key], handoff.status == .done {
                handedOver[turn.code?.rawValue ?? reply?.code?.rawValue ?? Self.ownChoice, default: 0] += 1
            } else if let reply, reply.status == .done {
                if kinds[key, default: "message"] == "message" {
                    answered += 1
                    times.append(reply.ended.timeIntervalSince(turn.queued))
                } else {
                    drafted += 1
                }
            } else if let code = (reply ?? turn).code, (reply ?? turn).status == .skipped {
                quiet[code.rawValue, default: 0] += 1
            } else {
                unfinished += 1
            }
        }
        times.sort()
        medianTimeToAnswer = times.isEmpty ? nil : times[times.count / 2]
        timesToAnswer = Self.counts(times)
        longTimeToAnswer = times.isEmpty ? nil : times[min(times.count - 1, times.count * 95 / 100)]
    }

    private static func counts(_ times: [Double]) -> [(within: Double?, count: Int)] {
        var former = -Double.infinity
        return (steps.map(Optional.some) + [nil]).map { step in
            defer { former = step ?? .infinity }
            return (step, times.count { $0 > former && $0 <= step ?? .infinity })
        }
    }

    /// In the place of a code.
    package static let ownChoice = "the AI's choice"
}

extension HistoryEntry {
    /// By which turn, reply and handoff of one message are known.
    fileprivate var messageKey: String? {
        guard let threadID = subject.threadID, let messageID = subject.messageID else { return nil }
        return "\(organization) \(threadID) \(messageID)"
    }
}

extension Report {
    package var json: JSON {
        func counts(_ counts: [String: Int]) -> JSON { .object(JSONObject(counts.mapValues { .number(JSONNumber($0)) })) }
        func milliseconds(_ seconds: Double?) -> JSON { .optional(seconds.map { ($0 * 1000).whole(in: 0...Int(Int32.max)) }) }
        return [
            "since": .string(Timestamp.rfc3339(since)), "until": .string(Timestamp.rfc3339(until)),
            "handled": .number(JSONNumber(handled)), "answered": .number(JSONNumber(answered)),
            "drafted": .number(JSONNumber(drafted)), "handedOver": counts(handedOver), "quiet": counts(quiet),
            "unfinished": .number(JSONNumber(unfinished)),
            "medianMillisecondsToAnswer": milliseconds(medianTimeToAnswer),
            "p95MillisecondsToAnswer": milliseconds(longTimeToAnswer),
            "timesToAnswer": .array(
                timesToAnswer.map {
                    .present(["within": milliseconds($0.within), "count": .number(JSONNumber($0.count))])
                }),
        ]
    }

    package func lines(_ style: TextStyle) -> [String] {
        func row(_ name: String, _ value: String) -> String { name.padding(to: 26) + value }
        var lines = [
            "\(Timestamp.rfc3339(since)) to \(Timestamp.rfc3339(until))",
            row("messages handled", "\(handled)"), row("  answered", style.text("\(answered)", .good)),
            row("  drafted", "\(drafted)"), row("  handed over", "\(handedOver.values.reduce(0, +))"),
        ]
        lines += Self.sorted(handedOver).map { row("    \($0.key)", "\($0.value)") }
        lines.append(row("  quiet", "\(quiet.values.reduce(0, +))"))
        lines += Self.sorted(quiet).map { row("    \($0.key)", "\($0.value)") }
        lines.append(row("  not finished", unfinished == 0 ? "0" : style.text("\(unfinished)", .notice)))
        if let medianTimeToAnswer, let longTimeToAnswer {
            lines.append(
                row(
                    "time to answer", "median \(Spans.text(medianTimeToAnswer)), 95 in 100 within \(Spans.text(longTimeToAnswer))"
                ))
        }
        return lines
    }

    /// The most first.
    private static func sorted(_ counts: [String: Int]) -> [(key: String, value: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    }
}

extension String {
    /// With spaces after it up to the width.
    package func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
