import FoundationEssentials

/// One call that a function made to the outside, as its host counts it and shows it in the trace. Not a word of what was said.
package struct OutsideCall: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case hubSpot = "hubspot"
        case ai
    }

    package var kind: Kind
    /// HubSpot: what was to be done, as `read the thread`. AI: the engine.
    package var name: String
    /// HubSpot: the status of the answer, or why there was none. AI: what came of it, as `reply` or `ai-timeout`.
    package var outcome: String
    package var started: Date
    package var seconds: Double
    /// Its place in the trace; nil where there is no trace.
    package var spanID: String?
    /// What HubSpot says is left of the short rate limit.
    package var rateLimitLeft: Int?
    package var usage: AIUsage?

    package init(
        _ kind: Kind, name: String, outcome: String, started: Date, seconds: Double, spanID: String?, rateLimitLeft: Int? = nil,
        usage: AIUsage? = nil
    ) {
        self.kind = kind
        self.name = name
        self.outcome = outcome
        self.started = started
        self.seconds = seconds
        self.spanID = spanID
        self.rateLimitLeft = rateLimitLeft
        self.usage = usage
    }
}

/// What an AI engine says of what it used.
package struct AIUsage: Sendable, Hashable {
    package var model: String?
    package var inputTokens: Int
    package var outputTokens: Int
    package var finishReason: String?

    package init(model: String? = nil, inputTokens: Int = 0, outputTokens: Int = 0, finishReason: String? = nil) {
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.finishReason = finishReason
    }

    package static func + (one: AIUsage, other: AIUsage) -> AIUsage {
        AIUsage(
            model: other.model ?? one.model, inputTokens: one.inputTokens + other.inputTokens,
            outputTokens: one.outputTokens + other.outputTokens, finishReason: other.finishReason ?? one.finishReason)
    }
}

// MARK: - As a worker tells it

extension OutsideCall {
    package var json: JSON {
        .present([
            "kind": .string(kind.rawValue), "name": .string(name), "outcome": .string(outcome),
            "started": .string(Timestamp.rfc3339(started)),
            "microseconds": .number(JSONNumber((seconds * 1_000_000).whole(in: 0...Int(Int32.max) * 1000))),
            "span": .optional(spanID), "left": .optional(rateLimitLeft), "model": .optional(usage?.model),
            "inputTokens": .optional(usage?.inputTokens), "outputTokens": .optional(usage?.outputTokens),
            "finishReason": .optional(usage?.finishReason),
        ])
    }

    /// nil where it is not as a worker of this version tells it.
    package init?(json: JSON) {
        guard let kind = json["kind"]?.string.flatMap(Kind.init), let name = json["name"]?.string,
            let outcome = json["outcome"]?.string, let started = json["started"]?.string.flatMap(Timestamp.parse),
            let microseconds = json["microseconds"]?.int
        else { return nil }
        self.init(
            kind, name: name, outcome: outcome, started: started, seconds: Double(microseconds) / 1_000_000,
            spanID: json["span"]?.string, rateLimitLeft: json["left"]?.int)
        guard let input = json["inputTokens"]?.int, let output = json["outputTokens"]?.int else { return }
        usage = AIUsage(
            model: json["model"]?.string, inputTokens: input, outputTokens: output, finishReason: json["finishReason"]?.string)
    }
}
