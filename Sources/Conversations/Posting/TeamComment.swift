import HubSpotAPI
import Logging
import OnceOnly
import RelayCore

/// Writes what only the team reads, once: a comment on the thread; a note on the ticket where there is no thread, and where HubSpot
/// takes no comments. Those are the threads of help desks; what else it refuses a comment for, a note does not suffer from.
package struct TeamComment: Sendable {
    /// What stands at HubSpot.
    package struct Written: Sendable {
        package let effect: Effect
        package let isNote: Bool
    }

    private let services: OrganizationServices
    private let poster: ThreadPoster
    private let lease: ThreadLease

    package init(_ poster: ThreadPoster, _ lease: ThreadLease, _ services: OrganizationServices) {
        self.services = services
        self.poster = poster
        self.lease = lease
    }

    /// Whether it stands already, as far as the ledger knows.
    package func stands(_ key: String) async throws -> Bool {
        for key in [key, EffectKey.note(key)] where try await poster.ledger.finishedID(key) != nil { return true }
        return false
    }

    /// - Parameters:
    ///   - key: What it is for.
    ///   - reading: nil where HubSpot has no thread of the conversation.
    ///   - check: Runs just before the write; throws when it must not be.
    ///   - ticketID: The ticket for a note; asked for only where there is one to write.
    package func write(
        _ content: ThreadPost.Content, key: String, session: Session, on reading: ThreadReading?,
        check: () async throws -> Void = {}, ticketID: () async throws -> String
    ) async throws -> Written {
        if let reading, try await mayComment(on: reading, key) {
            let post = ThreadPost(content: content, kind: .comment, effectKey: key)
            do {
                return Written(effect: try await poster.post(post, on: reading, lease: lease, check: check), isNote: false)
            } catch let error as HubSpotError where error.category == .validation {
                services.logger.notice(
                    "HubSpot takes no comment on the thread: it becomes a note on the ticket",
                    metadata: ["detail": "\(error.description)"])
            }
        }
        let note = TicketNote(session: session, writes: LeasedWrites(poster, lease), services: services)
        let effect = try await note.write(
            ThreadPoster.body(content).html, key: reading == nil ? key : EffectKey.note(key), ticketID: try await ticketID(),
            check: check)
        return Written(effect: effect, isNote: true)
    }

    /// A note that was begun is finished as one.
    private func mayComment(on reading: ThreadReading, _ key: String) async throws -> Bool {
        if try await services.store.effect(key: EffectKey.note(key)) != nil { return false }
        return await services.hubSpot.takesComments(inboxID: reading.thread.inboxID)
    }
}
