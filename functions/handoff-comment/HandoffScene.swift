import Answering
import Conversations
import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// What every step of a handoff works with.
struct HandoffScene {
    let request: HandoffRequest
    /// nil where HubSpot has no thread of the conversation.
    let reading: ThreadReading?
    let session: Session
    let start: HandoffStart
    /// The newest entries, oldest first.
    var timeline: [TimelineEntry]
    let poster: ThreadPoster
    let lease: ThreadLease
    let services: OrganizationServices

    var hubSpot: HubSpotClient { services.hubSpot }
    var ledger: EffectLedger { poster.ledger }
    var channel: ChannelKind { reading?.channel ?? session.channel }
    var sentiment: String? { request.handoff.sentiment ?? session.sentiment }
    var language: String? { request.handoff.language ?? session.language }
    /// The same, else by the customer's words.
    var spokenLanguage: String? { language ?? timeline.guessedLanguage }

    /// The AI's own user, as an actor.
    var aiActor: ActorID? { services.aiActor }

    private static let timelineLimit = 200

    static func read(
        _ event: RelayEvent, _ request: HandoffRequest, _ poster: ThreadPoster, _ lease: ThreadLease,
        _ services: OrganizationServices
    ) async throws -> HandoffScene {
        var reading: ThreadReading?
        if let threadID = request.threadID {
            // A conversation of ours that is gone needs no person; a thread that never was is the caller's mistake.
            reading =
                try await services.sessions.isKnown(threadID: threadID)
                ? ThreadReading.standing(threadID, including: request.inReplyTo, of: services)
                : ThreadReading.read(threadID, including: request.inReplyTo, of: services)
        }
        guard let known = reading?.session ?? request.session else {
            throw Stop(.failed(.internalError, "the handoff has neither a thread nor a session"))
        }
        let contact = request.contact
        let filled = try await services.sessions.update(known) { [reading] session in
            reading?.note(authorOf: request.inReplyTo, in: &session)
            contact.map { session.fill(from: $0) }
        }
        let start = try await HandoffStart.of(event, taking: filled, services)
        var timeline = reading?.timeline ?? []
        if reading == nil { timeline = try await services.sessions.timeline(of: filled, limit: timelineLimit) }
        return HandoffScene(
            request: request, reading: reading, session: start.session, start: start, timeline: timeline, poster: poster,
            lease: lease, services: services)
    }

    /// With what was said meanwhile: as HubSpot has it, or, where it does not tell, as far as we have heard.
    func upToDate() async throws -> HandoffScene {
        var scene = self
        do {
            guard let threadID = reading?.thread.id else { return self }
            scene.timeline = try await ThreadReading.read(threadID, of: services).timeline
        } catch is HubSpotError {
            scene.timeline = try await services.sessions.timeline(of: session, limit: Self.timelineLimit)
        }
        return scene
    }

    /// Of the e-mail that is handed over; nil where there is none.
    var mailSubject: String? { reading?.mailSubject(of: request.inReplyTo) }

    var ticketText: TicketText {
        TicketText(
            mailSubject: mailSubject, reason: request.handoff.reason, summary: request.handoff.summary, session: session,
            timeline: timeline)
    }

    var writes: LeasedWrites { LeasedWrites(poster, lease) }

    /// Writes something that may be written twice without harm.
    func write(_ call: () async throws -> Void) async throws { try await writes.write(call) }

    /// Writes something that must be written once: see ``EffectLedger/once(_:find:prepare:write:)``.
    func once(
        _ key: String, find: (EffectRecord) async throws -> String?, write: () async throws -> String
    ) async throws -> Effect {
        try await writes.once(key, find: find, write: write)
    }

    /// For a step that others wait for: HubSpot has little time for it once patience is spent.
    func step(_ patience: HandoffPatience) -> HandoffScene {
        guard patience.isSpent else { return self }
        return HandoffScene(
            request: request, reading: reading, session: session, start: start, timeline: timeline, poster: poster, lease: lease,
            services: services.hurried(Self.hurriedSeconds))
    }

    /// So that all steps together have time in one run, whatever hangs.
    private static let hurriedSeconds: Double = 5
}
