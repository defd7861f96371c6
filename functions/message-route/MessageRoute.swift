import Answering
import LiveFunction
import RelayCore

/// Hears that a message stands on a thread, and gives the turn to the AI.
struct MessageRoute: LiveFunction {
    static let description = FunctionDescription(
        name: "message-route",
        summary: "records a HubSpot thread, decides whether the AI may answer, and asks it",
        takes: [
            "hubspot.conversation.*", "hubspot.contact.privacyDeletion", "hubspot.object.creation", "conversation.turn",
            "ai.timeout", "session.control",
            "session.delete",
        ],
        emits: ["conversation.turn", "ai.reply", "ai.handoff", "ai.timeout", "session.updated", "session.delete"],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.emailDelay), .optional(ConfigurationKeys.chatDelay),
            .optional(ConfigurationKeys.aiEngine), .optional(ConfigurationKeys.aiTimeout),
            .required(ConfigurationKeys.aiURL, when: ConfigurationKeys.aiEngine, is: "openai", "http"),
            .required(ConfigurationKeys.aiModel, when: ConfigurationKeys.aiEngine, is: "openai"),
            .optional(ConfigurationKeys.aiKey), .optional(ConfigurationKeys.aiInstructions),
            .optional(ConfigurationKeys.aiFallbackLine), .optional(ConfigurationKeys.aiReplyTimeout),
            .optional(ConfigurationKeys.closeTicket), .optional(ConfigurationKeys.closeThread),
            .optional(ConfigurationKeys.articlesPath),
            .optional(ConfigurationKeys.articlesMaxTurns),
        ])

    private let services: FunctionServices
    /// By organization.
    private let engines: [String: any AnswerEngine]

    init(_ services: FunctionServices) throws(ConfigurationFaults) {
        var engines: [String: any AnswerEngine] = [:]
        var faults: [ConfigurationFault] = []
        for organization in services.configuration.organizations.values {
            do throws(ConfigurationFault) {
                engines[organization.name] = try EngineChoice(organization, services).engine()
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        self.init(services, engines: engines)
    }

    init(_ services: FunctionServices, engines: [String: any AnswerEngine]) {
        self.services = services
        self.engines = engines
    }

    func handle(_ event: RelayEvent, _ context: InvocationContext) async -> FunctionResult {
        await services.once.run(event, context) { () throws(Stop) in
            let organization = try await services.organization(of: event, context)
            switch event.type {
            case EventType.newMessage:
                return try await Arrival(event: event, services: organization).result()
            case EventType.conversationTurn:
                guard let engine = engines[organization.name] else {
                    throw Stop(.failed(.internalError, "the organization has no AI engine"))
                }
                let asking = TimedEngine(
                    engine: engine, timeout: organization.configuration[ConfigurationKeys.aiTimeout],
                    deadline: context.deadline, ambient: services.ambient)
                return try await Turn(event: event, services: organization, engine: asking).result()
            case EventType.aiTimeout: return try await TurnTimeout(event: event, services: organization).result()
            case EventType.conversationPropertyChange, EventType.conversationDeletion:
                return try await ThreadChange(event: event, services: organization).result()
            case EventType.objectCreation: return try await NoteArrival(event: event, services: organization).result()
            case EventType.sessionDelete, EventType.conversationPrivacyDeletion, EventType.contactPrivacyDeletion:
                return try await DataDeletion(event: event, services: organization).result()
            case EventType.sessionControl: return try await SessionControl(event: event, services: organization).result()
            default:
                return .skipped(.nothingToDo, "\(event.type) needs no action")
            }
        }
    }
}
