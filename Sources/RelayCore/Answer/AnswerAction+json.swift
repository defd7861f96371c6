extension AnswerAction {
    /// Reads the form that engines answer in: `{"action":"reply"|"handoff"|"none", …}`.
    /// - Throws: ``FieldError`` that names the member.
    package init(_ reader: ObjectReader) throws(FieldError) {
        switch try reader.string("action") {
        case "reply": self = .reply(try Reply(reader))
        case "handoff": self = .handoff(try Handoff(reader))
        case "none": self = .none(reason: try reader.optionalString("reason") ?? "")
        case "deferred": self = .deferred
        default: throw reader.error("action", "must be reply, handoff or none")
        }
    }

    package var members: JSONObject {
        switch self {
        case .reply(let reply): reply.members
        case .handoff(let handoff): handoff.members
        case .none(let reason): ["action": "none", "reason": .string(reason)]
        case .deferred: ["action": "deferred"]
        }
    }
}

extension AnswerAction.Reply {
    package init(_ reader: ObjectReader) throws(FieldError) {
        text = try reader.string("text")
        language = try reader.optionalString("language")
        sentiment = try reader.optionalString("sentiment")
    }

    package var members: JSONObject {
        ["action": "reply", "text": .string(text), "language": .optional(language), "sentiment": .optional(sentiment)]
    }

    static let fields: [EventDescription.Field] = [
        .optional("action", "text", "`reply`"),
        .required("text", "text", "The answer, as CommonMark or HTML, at most 256 KiB."),
        .optional("language", "text", "The customer's language, as BCP 47."),
        .optional("sentiment", "text", "The customer's mood, a word or two."),
    ]
}

extension AnswerAction.Handoff {
    package init(_ reader: ObjectReader) throws(FieldError) {
        reason = try reader.string("reason")
        summary = try reader.optionalString("summary") ?? ""
        sentiment = try reader.optionalString("sentiment")
        language = try reader.optionalString("language")
        reply = try reader.optionalString("reply")
        suggestion = try reader.optionalString("suggestion")
    }

    package var members: JSONObject {
        [
            "action": "handoff", "reason": .string(reason), "summary": .string(summary), "sentiment": .optional(sentiment),
            "language": .optional(language), "reply": .optional(reply), "suggestion": .optional(suggestion),
        ]
    }

    static let fields: [EventDescription.Field] = [
        .optional("action", "text", "`handoff`"),
        .required("reason", "text", "The reason, in one line for the colleague."),
        .optional("summary", "text", "What the conversation is about, for the colleague."),
        .optional("language", "text", "The customer's language, as BCP 47."),
        .optional("sentiment", "text", "The customer's mood, a word or two."),
        .optional("reply", "text", "A closing line for the customer, as CommonMark."),
        .optional("suggestion", "text", "An answer that the customer has not got, for the colleague alone."),
    ]
}
