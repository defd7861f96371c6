import FoundationEssentials
import HubSpotAPI
import LiveFunction
import Posting
import RelayCore

/// What every step of a handoff works with.
struct HandoffScene {
    let request: HandoffRequest
    /// nil where HubSpot has no thread of the conversation.
    let reading: ThreadReading?
    let session: Session
    /// The newest entries, oldest first.
    let timeline: [TimelineEntry]
    let poster: ThreadPoster
    let lease: ThreadLease
    let services: OrganizationServices

    var hubSpot: HubSpotClient { services.hubSpot }
    var ledger: EffectLedger { poster.ledger }
    var channel: ChannelKind { reading?.channel ?? session.channel }
    var sentiment: String? { request.sentiment ?? session.sentiment }
    var language: String? { request.language ?? session.language }

    /// The AI's own user, as an actor.
    var aiActor: ActorID? { services.configuration[ConfigurationKeys.userID].map(ActorID.agent(userID:)) }

    private static let timelineLimit = 200

    static func read(
        _ request: HandoffRequest, _ poster: ThreadPoster, _ lease: ThreadLease, _ services: OrganizationServices
    ) async throws(Stop) -> HandoffScene {
        var reading: ThreadReading?
        if let threadID = request.threadID {
            reading = try await ThreadReading.read(threadID, including: request.inReplyTo, of: services)
        }
        guard let known = reading?.session ?? request.session else {
            throw Stop(.failed(.internalError, "a handoff of neither a thread nor a session"))
        }
        let contact = request.contact
        let session = try await services.sessions.update(known) { contact?.fill(&$0) }
        var timeline = reading?.timeline ?? []
        if reading == nil { timeline = try await services.sessions.timeline(of: session, limit: timelineLimit) }
        return HandoffScene(
            request: request, reading: reading, session: session, timeline: timeline, poster: poster, lease: lease,
            services: services)
    }

    /// Writes something that may be written twice without harm.
    func write(_ call: () async throws(HubSpotError) -> Void) async throws(Stop) {
        try await lease.extend(poster.leaseSeconds)
        try await asked(call)
    }

    /// Writes something that must be written once: see ``EffectLedger/once(_:find:write:)``.
    func writeOnce(_ call: () async throws(HubSpotError) -> String) async throws(EffectFailure) -> String {
        do throws(Stop) {
            try await lease.extend(poster.leaseSeconds)
        } catch {
            throw EffectFailure(error)
        }
        do throws(HubSpotError) {
            return try await call()
        } catch {
            throw EffectFailure(error)
        }
    }
}
