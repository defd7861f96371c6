import HostCore
import HostDelivery
import RelayCore

extension StoryStep {
    /// What came, for people.
    package var subject: String {
        switch first.type {
        case HTTPRequestEvent.type: first.function == "webhook-receive" ? "a delivery of HubSpot's" : "a request"
        case HubSpotEvent.newMessage: "a message on the thread"
        case ConversationTurnEvent.type: "the AI's turn"
        case AIReplyEvent.type: "an answer"
        case AIHandoffEvent.type: "a handoff"
        case AITimeoutEvent.type: "whether the AI has answered"
        case AINoneEvent.type: "the AI's late silence"
        case ReplyCheckEvent.type: "whether HubSpot delivered the answer"
        case SessionControlEvent.type: "a change of the session by hand"
        case SessionUpdateEvent.type: "new custom data"
        case SessionDeleteEvent.type: "an erasure"
        default: first.type
        }
    }

    /// What came of it, for people: the parts that are known, each a few words.
    package var outcome: [String] {
        var words: [String] = []
        if let objection {
            let code = objection.code == objection.rule ? "" : " (\(objection.code))"
            words.append("\(objection.isDraft ? "draft only" : "quiet") by rule \(objection.rule)\(code)")
        }
        words += written
        words += emitted.compactMap { Self.word(for: $0.type, isDraft: objection?.isDraft == true) }
        words += notDone
        if let code = last.code, objection?.code != code.rawValue { words.append(code.rawValue) }
        if let again = last.comesAgain { words.append("comes again at \(Timestamp.rfc3339(again).dropFirst(11).prefix(8))") }
        if last.outcome == .buried { words.append("given up: a dead letter") }
        if last.outcome == .lost { words.append("delivered again: this result did not count") }
        return words.isEmpty ? [last.status.rawValue] : words
    }

    /// The rule that kept the AI from answering.
    package var objection: (rule: String, code: String, isDraft: Bool)? {
        guard let decision = result?["data"]?["decision"]?.string, decision != "answer" else { return nil }
        for rule in result?["data"]?["rules"]?.array ?? [] where rule["verdict"]?.string == decision {
            guard let name = rule["rule"]?.string, let code = rule["code"]?.string else { continue }
            return (name, code, decision == "draft")
        }
        return nil
    }

    /// What stands in HubSpot since.
    private var written: [String] {
        guard last.status == .done, let data = result?["data"] else { return [] }
        var words: [String] = []
        if let id = data["messageId"]?.id, let kind = data["kind"]?.string {
            words.append(kind == "message" ? "posted message \(id)" : "wrote a draft, \(kind) \(id)")
        }
        for (member, word) in [
            ("closingLineId", "closing line"), ("ticketId", "ticket"), ("commentId", "comment"), ("ownerId", "owner"),
        ] where first.type == AIHandoffEvent.type {
            if let id = data[member]?.id { words.append("\(word) \(id)") }
        }
        if let accepted = data["accepted"]?.int, let received = data["received"]?.int {
            words.append("\(accepted) of \(received) events taken")
        }
        return words
    }

    private var notDone: [String] {
        (result?["data"]?["notDone"]?.array ?? []).compactMap { step in
            step["step"]?.string.map { "not done: \($0) (\(step["code"]?.string ?? "no code"))" }
        }
    }

    private static func word(for type: String, isDraft: Bool) -> String? {
        switch type {
        case ConversationTurnEvent.type: "the AI gets its turn"
        case AIReplyEvent.type: isDraft ? "the AI drafts an answer" : "the AI answers"
        case AIHandoffEvent.type: "a person is to take over"
        case AITimeoutEvent.type: "the AI answers later"
        default: nil
        }
    }
}
