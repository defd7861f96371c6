import Conversations
import HubSpotAPI
import OnceOnly
import RelayCore

/// The ticket properties that a handoff sets, for views and workflows: sentiment, language, reason, the flag, the priority,
/// and the session's custom data.
struct TicketPropertyWrite {
    let scene: HandoffScene

    private static let priority = "hs_ticket_priority"

    /// Writes what the portal takes.
    /// - Returns: What it does not take, by name.
    func write(_ ticketID: String) async throws -> [FunctionResult] {
        let values = try await values(ticketID)
        if values.isEmpty { return [] }
        try await scene.lease.extend(scene.poster.leaseSeconds)
        let outcome = try await TicketPush(hubSpot: scene.hubSpot).write(values, ticketID: ticketID)
        return outcome.unknown.sorted().map { .failed(.validation, "the portal has no ticket property \($0)") }
            + outcome.refused.sorted().map { .failed(.validation, "the ticket property \($0) does not accept the value") }
    }

    private func values(_ ticketID: String) async throws -> [String: String] {
        let configuration = scene.services.configuration
        // What came from the ticket is not written back: people may have changed it since, and a withheld value is none.
        let customData = try await scene.services.sessions.customData(of: scene.session)
        var values = configuration[ConfigurationKeys.propertyMapping].ticketProperties(
            for: customData.filter(\.isToBePushed).map { ($0.property, $0.value) })
        for (key, value) in [
            (ConfigurationKeys.sentimentProperty, scene.sentiment), (ConfigurationKeys.languageProperty, scene.language),
            (ConfigurationKeys.reasonProperty, scene.request.handoff.reason), (ConfigurationKeys.handedOffProperty, "true"),
        ] {
            if let name = configuration[key], let value { values[name] = value }
        }
        let priorities = configuration[ConfigurationKeys.ticketPriorities]
        if let sentiment = scene.sentiment, let priority = priorities[sentiment], try await hasNoPriority(ticketID) {
            values[Self.priority] = priority
        }
        return values
    }

    /// A priority that somebody gave stays.
    private func hasNoPriority(_ ticketID: String) async throws -> Bool {
        let ticket = try await scene.hubSpot.ticket(id: ticketID, properties: [Self.priority])
        return ticket.properties[Self.priority, default: ""].isEmpty
    }
}
