import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// Whether the customer's newest message has its answer, and in one sentence why not.
package struct StoryVerdict: Sendable, Hashable {
    package let sentence: String
    package let isAnswered: Bool
    package let code: ReasonCode?

    private init(_ sentence: String, isAnswered: Bool = false, _ code: ReasonCode? = nil) {
        self.sentence = sentence
        self.isAnswered = isAnswered
        self.code = code
    }

    package static func of(_ story: Story) -> StoryVerdict {
        let steps = story.all.sorted { $0.last.number < $1.last.number }
        guard let turn = steps.last(where: { $0.first.type == ConversationTurnEvent.type }) else { return withoutTurn(steps) }
        let about = steps.filter { $0.first.subject.messageID == turn.first.subject.messageID }
        let verdict = ofMessage(about, turn)
        let decided = about.last { decisive.contains($0.first.type) }?.last.number ?? 0
        let change = steps.last { $0.stateChange != nil && $0.last.number > decided }
        return change?.stateChange.map { verdict.after($0) } ?? verdict
    }

    /// What decides on a message.
    private static let decisive: Set<String> = [
        ConversationTurnEvent.type, AIReplyEvent.type, AINoneEvent.type, AIHandoffEvent.type,
    ]

    private static func ofMessage(_ about: [StoryStep], _ turn: StoryStep) -> StoryVerdict {
        if let answered = answered(about) { return answered }
        if let handoff = about.last(where: { $0.first.type == AIHandoffEvent.type }) { return handedOver(handoff, turn) }
        if let drafted = drafted(about) { return drafted }
        let last =
            about.last { [ConversationTurnEvent.type, AIReplyEvent.type, AINoneEvent.type].contains($0.first.type) } ?? turn
        return unanswered(last)
    }

    // MARK: Answered

    private static func answered(_ steps: [StoryStep]) -> StoryVerdict? {
        guard let reply = steps.last(where: { $0.last.written == .answer }) else { return nil }
        let failed = steps.last { $0.first.type == ReplyCheckEvent.type && $0.last.code == .deliveryFailed }
        if failed != nil {
            return StoryVerdict("HubSpot could not deliver the answer; a person has it as a suggestion.", .deliveryFailed)
        }
        let message = reply.result?["data"]?["messageId"]?.id.map { " as message \($0)" } ?? ""
        let waited = steps.map(\.first.queued).min().map { reply.last.ended.timeIntervalSince($0) } ?? 0
        return StoryVerdict(
            "The customer has an answer\(message), \(Spans.text(waited)) after the message came to us.", isAnswered: true)
    }

    private static func drafted(_ steps: [StoryStep]) -> StoryVerdict? {
        guard let draft = steps.last(where: { $0.last.written != nil }) else { return nil }
        if draft.last.written == .unknown {
            return StoryVerdict("An answer was written, and it is not known any more whether the customer or the team has it.")
        }
        let code = steps.compactMap(\.objection).last.flatMap { ReasonCode(rawValue: $0.code) } ?? draft.last.code
        return because("The team has the answer as a draft, and the customer does not have it", code)
    }

    // MARK: Not answered

    private static func handedOver(_ handoff: StoryStep, _ turn: StoryStep) -> StoryVerdict {
        guard handoff.last.status == .done else {
            let doing = unanswered(handoff)
            return StoryVerdict("The conversation goes to a person, and is not with them yet. \(doing.sentence)", doing.code)
        }
        let why = turn.last.code.map { ": \($0.meaning)" } ?? ": the AI decided so."
        return StoryVerdict("A person has the conversation\(why)", turn.last.code)
    }

    private static func unanswered(_ step: StoryStep) -> StoryVerdict {
        let code = step.last.code
        switch step.last.outcome {
        case .buried: return because("It was given up and is a dead letter", code)
        case .postponed(let until):
            return because("It comes again at \(Timestamp.rfc3339(until))", code)
        case .answered, .completed, .lost: break
        }
        if step.last.status == .skipped { return because("The AI stays quiet", code) }
        if let next = step.emitted.last(where: { $0.type != SessionUpdatedEvent.type }) {
            return StoryVerdict("It is under way: \(next.type) \(next.id) waits for its function.")
        }
        return because("\(step.first.function) ended as \(step.last.status.rawValue)", code)
    }

    private static func withoutTurn(_ steps: [StoryStep]) -> StoryVerdict {
        if let buried = steps.last(where: { $0.last.outcome == .buried }) { return unanswered(buried) }
        guard let arrival = steps.last(where: { $0.first.type == HubSpotEvent.newMessage }) else {
            return StoryVerdict("No message of a customer came to us: HubSpot delivered none, or it is older than the history.")
        }
        return unanswered(arrival)
    }

    // MARK: Since then

    /// What was true of the message, and into which state the session came since.
    private func after(_ state: Session.State) -> StoryVerdict {
        let code: ReasonCode? =
            switch state {
            case .open: nil
            case .paused: .sessionPaused
            case .closed: .sessionClosed
            case .handedOff: .sessionHandedOff
            }
        // Why the AI was quiet matters no more where somebody took the conversation from it.
        if !isAnswered, state != .open { return StoryVerdict("\(state.fact) \(code?.remedy ?? "")", code) }
        return StoryVerdict("\(state.fact) Before that: \(sentence)", isAnswered: isAnswered, code)
    }

    private static func because(_ fact: String, _ code: ReasonCode?) -> StoryVerdict {
        guard let code else { return StoryVerdict("\(fact).") }
        return StoryVerdict("\(fact) (\(code.rawValue)): \(code.meaning) \(code.remedy)", code)
    }
}

extension Session.State {
    fileprivate var fact: String {
        switch self {
        case .open: "The AI has the conversation again."
        case .paused: "The AI is paused in the conversation."
        case .closed: "The conversation is closed."
        case .handedOff: "A person has the conversation."
        }
    }
}

extension StoryStep {
    /// The state that it brought the session into, apart from the handoff of the message itself.
    fileprivate var stateChange: Session.State? {
        guard last.status == .done else { return nil }
        if first.type == AIHandoffEvent.type { return .handedOff }
        return first.type == AIReplyEvent.type ? nil : last.effect.flatMap(Session.State.init(rawValue:))
    }
}
