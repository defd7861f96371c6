import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore

/// What the AI would do about a message on a thread as it stands at HubSpot now, and why. Nothing is written, and the AI is not
/// asked.
package struct ThreadExplanation: Sendable {
    package let threadID: String
    package let organization: String
    /// The message that is decided on; nil where nobody wrote one that could be answered.
    package let messageID: String?
    package let decision: Decision?
    package let sessionState: Session.State
    /// What is known of the thread: who has it, whether it is open.
    package let owner: String?
    package let status: String?
    /// Whether an answer stands already, by the AI or a person.
    package let isAnswered: Bool
    /// Whether the AI's answer to the message is kept: then it is not asked again.
    package let hasOutcome: Bool

    /// What every function reads that decides.
    package static let configuration: [KeyUse] = KeyUse.live + KeyUse.decision + [.optional(ConfigurationKeys.organization)]

    /// - Parameter messageID: nil: the newest message that a customer wrote.
    /// - Throws: what HubSpot or the store throws, and a skip where there is nothing to decide on.
    package static func of(
        threadID: String, messageID: String?, organization: String, configuration: Configuration, stores: any StateStores,
        transport: any HTTPTransport, ambient: Ambient
    ) async throws -> ThreadExplanation {
        let store = DryRunStore(stores.store(of: organization))
        let silent = Logger(label: "explain", factory: { _ in SwiftLogNoOpLogHandler() })
        let services = FunctionServices(configuration: configuration, stores: store, transport: transport, ambient: ambient)
        let event = RelayEvent(id: "explain", source: "/operator", type: "explain", data: .null, organization: organization)
        let own = try services.organization(of: event, InvocationContext(deadline: nil, logger: silent))
        let reading = try await ThreadReading.standing(threadID, including: messageID, of: own)
        let message = messageID.flatMap(reading.message) ?? reading.customerMessages.last ?? reading.messages.last
        let outcome =
            if let message { try await store.turnOutcome(threadID: threadID, messageID: message.id) } else { String?.none }
        let isAnswered = if let message { try await reading.isAnswered(message, of: own) } else { false }
        return ThreadExplanation(
            threadID: threadID, organization: organization, messageID: message?.id, decision: message.map(reading.decide),
            sessionState: reading.session.state, owner: reading.thread.assignedTo?.text,
            status: reading.thread.status.rawValue, isAnswered: isAnswered,
            hasOutcome: outcome != nil)
    }

    package var sentence: String {
        guard let decision else { return "Nobody wrote a message on the thread that could be answered." }
        switch decision.outcome {
        case .answer:
            return hasOutcome
                ? "The AI may answer; it has said what it has to say about this message, and is not asked again."
                : "The AI would be asked, and answer the customer."
        case .draft(let code):
            return "The AI would write a draft for the team (\(code.rawValue)): \(code.meaning) \(code.remedy)"
        case .quiet(let code) where decision.handoffCode != nil:
            return "A person would get the conversation (\(code.rawValue)): \(code.meaning) \(code.remedy)"
        case .quiet(let code):
            return "The AI would stay quiet (\(code.rawValue)): \(code.meaning) \(code.remedy)"
        }
    }

    package var json: JSON {
        let data = decision?.data(sessionID: SessionID.of(threadID: threadID, organization: organization)) ?? [:]
        return .present([
            "threadId": .string(threadID), "organization": .string(organization), "messageId": .optional(messageID),
            "sentence": .string(sentence), "decision": data["decision"] ?? .null, "rules": data["rules"] ?? .null,
            "sessionId": data["sessionId"] ?? .null, "sessionState": .string(sessionState.rawValue),
            "owner": .optional(owner), "status": .optional(status), "isAnswered": .bool(isAnswered),
            "hasOutcome": .bool(hasOutcome), "remedy": .optional(decision?.code?.remedy),
        ])
    }
}
