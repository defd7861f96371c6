import LiveFunction
import RelayCore

/// What the AI said on its turn, as it is kept: the first outcome of a turn is the only one.
struct TurnOutcome {
    let threadID: String
    let messageID: String
    let sessionID: String
    let action: AnswerAction
    /// Why it is not the engine's own answer.
    let code: ReasonCode?
    /// The decision under which the AI was asked, as the result shows it.
    let decision: JSON

    init(threadID: String, messageID: String, sessionID: String, action: AnswerAction, code: ReasonCode?, decision: JSON) {
        self.threadID = threadID
        self.messageID = messageID
        self.sessionID = sessionID
        self.action = action
        self.code = code
        self.decision = decision
    }

    /// The result of the turn: the AI's reply or handoff as an event.
    func result(cause: RelayEvent, services: OrganizationServices) -> FunctionResult {
        switch action {
        case .reply(let text, let language, let sentiment):
            var data = common
            data["text"] = .string(text)
            data["language"] = .optional(language)
            data["sentiment"] = .optional(sentiment)
            let id = EventID.reply(conversation: threadID, key: messageID)
            return .done(decision, events: [event(id + repetition(cause), EventType.aiReply, data, cause, services)])
        case .handoff(let handoff):
            var data = common
            data["reason"] = .string(handoff.reason)
            data["summary"] = .string(handoff.summary)
            data["sentiment"] = .optional(handoff.sentiment)
            data["language"] = .optional(handoff.language)
            data["reply"] = .optional(handoff.reply)
            let id = EventID.handoff(conversation: threadID, key: messageID)
            // A person who gives the conversation back is not given it again for the same message.
            return .done(decision, code: code, events: [event(id, EventType.aiHandoff, data, cause, services)])
        case .none:
            return .skipped(.aiChoseSilence, data: decision)
        case .deferred:
            let timeout = TurnEvent(services: services).timeout(
                threadID: threadID, messageID: messageID, repetition: repetition(cause), cause: cause)
            return .done(decision, events: [timeout])
        }
    }

    /// What ends the ids of what follows from a deliberate repeat of the turn: what was skipped the first time has its chance
    /// again. What is written for it is still written once.
    private func repetition(_ cause: RelayEvent) -> String {
        EventID.repetition(cause.id, of: EventID.turn(threadID: threadID, messageID: messageID))
    }

    private var common: [String: JSON] {
        ["threadId": .string(threadID), "sessionId": .string(sessionID), "inReplyTo": .string(messageID)]
    }

    private func event(
        _ id: String, _ type: String, _ data: [String: JSON], _ cause: RelayEvent, _ services: OrganizationServices
    ) -> RelayEvent {
        RelayEvent(
            id: id, source: EventID.source(organization: services.name), type: type, subject: threadID,
            data: .object(data.filter { !$0.value.isNull }), organization: cause.organization, causationID: cause.id,
            traceParent: cause.traceParent)
    }
}

// MARK: - As it is kept

extension TurnOutcome {
    var json: JSON {
        var members: [String: JSON] = [
            "threadId": .string(threadID), "messageId": .string(messageID), "sessionId": .string(sessionID), "decision": decision,
        ]
        members["code"] = .optional(code?.rawValue)
        switch action {
        case .reply(let text, let language, let sentiment):
            members["action"] = "reply"
            members["text"] = .string(text)
            members["language"] = .optional(language)
            members["sentiment"] = .optional(sentiment)
        case .handoff(let handoff):
            members["action"] = "handoff"
            members["reason"] = .string(handoff.reason)
            members["summary"] = .string(handoff.summary)
            members["sentiment"] = .optional(handoff.sentiment)
            members["language"] = .optional(handoff.language)
            members["reply"] = .optional(handoff.reply)
        case .none(let reason):
            members["action"] = "none"
            members["reason"] = .string(reason)
        case .deferred:
            members["action"] = "deferred"
        }
        return .object(members)
    }

    init(stored text: String) throws(Stop) {
        do {
            let reader = try ObjectReader(try JSON.parse(text), path: "outcome")
            threadID = try reader.string("threadId")
            messageID = try reader.string("messageId")
            sessionID = try reader.string("sessionId")
            decision = reader.members["decision"] ?? [:]
            action = try Self.action(reader)
            code = try reader.optionalString("code").flatMap(ReasonCode.init(rawValue:))
        } catch {
            throw Stop(.failed(.internalError, "the stored outcome of this turn cannot be read"))
        }
    }

    private static func action(_ reader: ObjectReader) throws(FieldError) -> AnswerAction {
        let (language, sentiment) = (try reader.optionalString("language"), try reader.optionalString("sentiment"))
        switch try reader.string("action") {
        case "reply": return .reply(text: try reader.string("text"), language: language, sentiment: sentiment)
        case "handoff":
            return .handoff(
                .init(
                    reason: try reader.string("reason"), summary: try reader.optionalString("summary") ?? "",
                    sentiment: sentiment, language: language, reply: try reader.optionalString("reply")))
        case "none": return .none(reason: try reader.optionalString("reason") ?? "")
        case "deferred": return .deferred
        default: throw reader.error("action", "must be reply, handoff, none or deferred")
        }
    }
}
