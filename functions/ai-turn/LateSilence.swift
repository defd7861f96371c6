import Conversations
import RelayCore

/// An engine that had taken a turn says that it does not answer: nobody waits for it any more.
struct LateSilence {
    private let silence: AINoneEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        silence = try AINoneEvent(event)
        self.services = services
    }

    func result() async throws -> FunctionResult {
        try await TurnOutcomes(services: services).recordSilence(silence)
        return .skipped(
            .aiChoseSilence,
            data: ["threadId": .string(silence.threadID), "messageId": .string(silence.inReplyTo)])
    }
}
