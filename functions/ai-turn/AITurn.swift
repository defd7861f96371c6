import Answering
import Conversations
import RelayCore

/// Gives the AI its turn: decides on the thread as it stands, asks the engine, keeps the first outcome.
struct AITurn: LiveFunction {
    static let description = FunctionDescription(
        name: "ai-turn",
        summary: "decides whether the AI may answer a customer's message, asks it, and keeps its first answer",
        takes: [ConversationTurnEvent.pattern, AITimeoutEvent.pattern, AINoneEvent.pattern],
        emits: [ConversationTurnEvent.pattern, AIReplyEvent.pattern, AIHandoffEvent.pattern, AITimeoutEvent.pattern],
        configuration: KeyUse.live + KeyUse.decision + EngineChoice.keys + [
            .optional(ConfigurationKeys.aiFallbackLine), .optional(ConfigurationKeys.aiReplyTimeout),
            .optional(ConfigurationKeys.closeThread),
        ])

    /// By organization.
    private let engines: [String: any AnswerEngine]

    init(_ services: FunctionServices) throws(ConfigurationFaults) {
        var engines: [String: any AnswerEngine] = [:]
        var faults: [ConfigurationFault] = []
        for organization in services.configuration.organizations.values {
            do throws(ConfigurationFault) {
                engines[organization.name] = try EngineChoice(
                    organization, transport: services.transport, ambient: services.ambient
                ).engine()
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        self.init(engines: engines)
    }

    init(engines: [String: any AnswerEngine]) { self.engines = engines }

    func standingResult(of event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult? {
        guard event.type == ConversationTurnEvent.type else { return nil }
        let standing = try StandingTurn(event, services)
        // When nobody answers such a turn, that is counted from its first result.
        if case .deferred = try await standing.outcome()?.action { return nil }
        return try await standing.result()
    }

    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        switch event.type {
        case AITimeoutEvent.type: return try await TurnTimeout(event, services).result()
        case AINoneEvent.type: return try await LateSilence(event, services).result()
        default:
            guard let engine = engines[services.name] else {
                throw Stop(.failed(.internalError, "the organization has no AI engine"))
            }
            let asking = TimedEngine(
                engine: engine, name: services.configuration[ConfigurationKeys.aiEngine],
                timeout: services.configuration[ConfigurationKeys.aiTimeout], deadline: services.deadline,
                ambient: services.ambient, trace: services.trace)
            return try await Turn(event, services, engine: asking).result()
        }
    }
}
