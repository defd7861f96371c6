import FoundationEssentials
import RelayCore

/// A conversation is a person's from the moment at which a handoff is decided, and not only when its last step is done: until then
/// the AI says nothing more.
///
/// The ledger keeps the moment, one for each event. A handoff takes the session once: whoever closes the conversation later, or
/// gives it back, is not overruled by a second delivery.
package struct HandoffStart: Sendable {
    /// As it stands now.
    package let session: Session
    package let date: Date

    /// Takes an open session for the handoff, unless its state has changed since the handoff was decided.
    package static func of(
        _ handoff: RelayEvent, taking session: Session, _ services: OrganizationServices
    ) async throws -> HandoffStart {
        // After the state that stands, also where HubSpot's clock is ahead of ours.
        let now = max(services.ambient.now(), session.stateSince)
        let key = EffectKey.handoffStart(eventID: handoff.id)
        var date = now
        if case .exists(let record) = try await services.store.startEffect(key: key, now: now) { date = record.startedAt }
        let taken = try await services.sessions.update(session) { [date] session in
            if session.state == .open { session.enter(.handedOff, at: date) }
        }
        return HandoffStart(session: taken, date: try await services.start(repeatedBy: handoff, holding: taken) ?? date)
    }

    /// Whether the session is a person's by this handoff, and not by something else.
    package var isHolding: Bool {
        session.state == .handedOff && Timestamp.milliseconds(session.stateSince) == Timestamp.milliseconds(date)
    }

    /// Whether somebody gave the conversation back to the AI since.
    package var isGivenBack: Bool {
        (session.state == .open || session.state == .paused)
            && Timestamp.milliseconds(session.stateSince) > Timestamp.milliseconds(date)
    }
}

extension OrganizationServices {
    /// When the handoff began that this one repeats, where the session is a person's by that: the repeat may come first, and does its steps.
    fileprivate func start(repeatedBy handoff: RelayEvent, holding session: Session) async throws -> Date? {
        guard session.state == .handedOff, handoff.firstID != handoff.id,
            let first = try await store.effect(key: EffectKey.handoffStart(eventID: handoff.firstID)),
            Timestamp.milliseconds(first.startedAt) == Timestamp.milliseconds(session.stateSince)
        else { return nil }
        return first.startedAt
    }

    /// Takes the session for each handoff that the result emits.
    /// - Returns: The result.
    package func taking(_ session: Session, for result: FunctionResult) async throws -> FunctionResult {
        for event in result.events where event.type == AIHandoffEvent.type {
            _ = try await HandoffStart.of(event, taking: session, self)
        }
        return result
    }
}
