import FoundationEssentials
import RelayCore

/// Whether the AI answers: one question, as a customer might ask it. Nothing of the answer is sent or kept.
enum EngineCheck {
    static let name = "engine"

    static func request(_ organization: OrganizationConfiguration, now: Date) -> AnswerRequest {
        let id = "check"
        let session = Session(id: id, threadID: nil, channel: .chat, createdAt: now, updatedAt: now)
        let question = TimelineEntry(id: id, role: .customer, text: "Hello, what can you help me with?", createdAt: now)
        return AnswerRequest(organization: organization.name, session: session, customData: [], history: [], messages: [question])
    }

    /// - Parameter seconds: How long it took.
    static func line(_ answer: Result<AnswerAction, AnswerError>, seconds: Double, organization: OrganizationConfiguration)
        -> CheckLine
    {
        let engine = organization[ConfigurationKeys.aiEngine]
        switch answer {
        case .failure(let error):
            return .fault(
                name, "\(engine) gives no usable answer to a test question: \(error)",
                fix: "Check the AI_… keys; until then every customer gets the fallback line and a person.")
        case .success(let action):
            let says = "\(engine) answers a test question in \(tenths(seconds)) s: \(word(action))"
            let limit = organization[ConfigurationKeys.aiTimeout]
            guard seconds < limit else {
                return .fault(
                    name, "\(says), and AI_TIMEOUT is \(tenths(limit)) s", fix: "Raise AI_TIMEOUT, or take a quicker engine.")
            }
            return .ok(name, says)
        }
    }

    private static func word(_ action: AnswerAction) -> String {
        switch action {
        case .reply: "it replies"
        case .handoff: "it hands over to a person"
        case .none: "it says nothing"
        case .deferred: "it will answer later"
        }
    }

    private static func tenths(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }
}
