import FoundationEssentials
import HostDelivery
import RelayCore

/// A customer's message that the AI had to answer and did not: it left it to a person, failed, or stayed silent.
package struct UnansweredQuestion: Sendable, Hashable {
    package let organization: String
    package let threadID: String
    package let messageID: String
    /// When its turn came.
    package let askedAt: Date
    /// nil where the AI left it to a person by its own choice.
    package let code: ReasonCode?
    /// Why, in the AI's words, which may be the customer's; where it was asked for and is kept.
    package var reason: String?
    /// The number of the invocation that handed it over.
    let handoff: Int64?

    /// With these the AI itself had no answer. With any other, somebody or something kept it from answering.
    private static let codes: Set<ReasonCode> = [
        .aiUnavailable, .aiTimeout, .deadlinePassed, .unfilledAnswer, .aiChoseSilence,
    ]

    /// nil where the AI was kept from answering.
    init?(_ turn: InvocationOutcome, _ code: ReasonCode?, handoff: Int64?) {
        guard let messageID = turn.messageID, code.map(Self.codes.contains) ?? true else { return nil }
        organization = turn.organization
        threadID = turn.threadID
        self.messageID = messageID
        askedAt = turn.queued
        self.code = code
        self.handoff = handoff
    }
}
