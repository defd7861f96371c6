import FoundationEssentials
import RelayCore

/// The turns that a thread's messages get.
extension OrganizationServices {
    /// The event that gives the AI its turn on a message.
    package func turn(on message: ThreadMessage, threadID: String, following cause: RelayEvent) -> RelayEvent {
        cause.following(
            ConversationTurnEvent(on: message, threadID: threadID, delays: turnDelays, now: ambient.now()))
    }

    /// The turn of the newer message that carries it, where a decision says so; else none. Whoever says `superseded` makes
    /// sure that this turn exists: the newer message's own event may have been lost.
    package func turns(supersedingBy decision: Decision, in reading: ThreadReading, following cause: RelayEvent) -> [RelayEvent] {
        guard decision.code == .superseded, let newer = decision.supersededBy.flatMap(reading.message) else { return [] }
        return [turn(on: newer, threadID: reading.thread.id, following: cause)]
    }
}
