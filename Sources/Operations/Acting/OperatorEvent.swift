import FoundationEssentials
import RelayCore

/// Events that somebody makes by hand, in the console or with a command.
package enum OperatorEvent {
    package static let source = "/operator"
    package static let handoffReason = "Somebody of the team asked for it"

    /// - Parameter organization: Whose; nil: the only one's.
    package static func make(_ payload: some EventPayload, organization: String?, ambient: Ambient) -> RelayEvent {
        RelayEvent(
            id: payload.factID(orElse: "operator-\(ambient.uniqueID())"), source: source, type: type(of: payload).type,
            subject: payload.subject, time: Timestamp.rfc3339(ambient.now()), data: payload.data, organization: organization,
            notBefore: payload.notBefore)
    }

    /// A handoff that somebody asks for: each is one of its own.
    package static func handoff(of session: Session, reason: String, organization: String, ambient: Ambient) -> RelayEvent {
        let conversation = ConversationReference(threadID: session.threadID, sessionID: session.id)
        let handoff = AnswerAction.Handoff(
            reason: reason, summary: "Somebody of the team took it from the AI.", language: session.language)
        return make(
            AIHandoffEvent(handoff, in: conversation, key: "operator-\(ambient.uniqueID())", isByHand: true),
            organization: organization,
            ambient: ambient)
    }
}
