import Conversations
import RelayCore

/// Hears what happens on threads: records it, follows owner and status, and gives a customer's message its turn. Waits for
/// no AI.
struct MessageRoute: LiveFunction {
    static let description = FunctionDescription(
        name: "message-route",
        summary:
            "records what is said on a HubSpot thread, follows its owner and status, gives the AI its turn on customers' messages",
        takes: [
            EventTypePattern(HubSpotEvent.newMessage), MissedMessageEvent.pattern,
            EventTypePattern(HubSpotEvent.conversationCreation),
            EventTypePattern(HubSpotEvent.conversationPropertyChange), EventTypePattern(HubSpotEvent.conversationDeletion),
            EventTypePattern(HubSpotEvent.objectCreation),
        ],
        emits: [ConversationTurnEvent.pattern, SessionUpdatedEvent.pattern],
        configuration: KeyUse.live + KeyUse.decision)

    init(_ services: FunctionServices) {}

    func standingResult(of event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult? {
        switch event.type {
        case HubSpotEvent.newMessage: try await Arrival(event, services).standingResult()
        case HubSpotEvent.conversationCreation: .skipped(.nothingToDo, "\(event.type) needs no action")
        default: nil
        }
    }

    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        switch event.type {
        case HubSpotEvent.newMessage, MissedMessageEvent.type: try await Arrival(event, services).result()
        case HubSpotEvent.conversationPropertyChange, HubSpotEvent.conversationDeletion:
            try await ThreadChange(event, services).result()
        default: try await NoteArrival(event, services).result()
        }
    }
}
