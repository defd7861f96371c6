import LiveFunction
import RelayCore

/// Makes the event that tells of a change of a session.
struct SessionUpdated {
    let services: OrganizationServices

    func event(_ sessionID: String, _ members: [String: JSON], cause: RelayEvent) -> RelayEvent {
        RelayEvent(
            id: EventID.sessionUpdated(sessionID: sessionID, cause: cause.id),
            source: EventID.source(organization: services.name), type: EventType.sessionUpdated, subject: sessionID,
            data: .object(members.merging(["sessionId": .string(sessionID)]) { $1 }), organization: cause.organization,
            causationID: cause.id, traceParent: cause.traceParent)
    }
}
