import Conversations
import HubSpotAPI
import RelayCore

/// What HubSpot knows of the customer, as far as the app may read it. Nothing here is worth a second try: a person waits
/// for the comment that it stands in.
struct CustomerFacts {
    var companies: [String] = []
    var deals: [String] = []
    /// Without the conversation's own.
    var openTickets: [String] = []

    /// The most of a kind that are shown.
    private static let limit = 3
    /// As HubSpot's own pipeline has them.
    private static let closedDeals: Set<String> = ["closedwon", "closedlost"]

    /// - Returns: Also what could not be read, and why.
    static func read(
        contactID: String, ticketID: String?, _ hubSpot: HubSpotClient
    ) async -> (facts: CustomerFacts, notDone: [FunctionResult]) {
        var facts = CustomerFacts()
        var notDone: [FunctionResult] = []
        facts.companies = await part(&notDone) {
            try await hubSpot.companies(contactID: contactID).map { $0.properties["name"] ?? $0.properties["domain"] ?? $0.id }
        }
        facts.deals = await part(&notDone) {
            try await hubSpot.deals(contactID: contactID).filter(isOpen).map(line)
        }
        facts.openTickets = await part(&notDone) {
            let tickets = try await hubSpot.tickets(
                contactID: contactID, properties: ["subject", "hs_pipeline", "hs_pipeline_stage"]
            ).filter { $0.id != ticketID }
            guard !tickets.isEmpty else { return [] }
            let closed = Set(try await hubSpot.ticketPipelines().flatMap(\.stages).filter(\.isClosed).map(\.id))
            return tickets.filter { !closed.contains($0.properties["hs_pipeline_stage"] ?? "") }.map {
                "\($0.properties["subject"] ?? "Ticket") (\($0.id))"
            }
        }
        return (facts, notDone)
    }

    private static func part(
        _ notDone: inout [FunctionResult], _ call: () async throws -> [String]
    ) async -> [String] {
        do {
            return try await call()
        } catch {
            notDone.append(FunctionResult(ending: error))
            return []
        }
    }

    private static func isOpen(_ deal: CRMObject) -> Bool {
        deal.properties["hs_is_closed"] != "true" && !closedDeals.contains(deal.properties["dealstage"] ?? "")
    }

    private static func line(_ deal: CRMObject) -> String {
        let amount = [deal.properties["amount"], deal.properties["deal_currency_code"]].compactMap(\.self)
        return [deal.properties["dealname"] ?? deal.id, amount.joined(separator: " ")].filter { !$0.isEmpty }.joined(
            separator: ", ")
    }

    /// One line for each kind that there is any of.
    var lines: [String] {
        [("Company", companies), ("Open deals", deals), ("Other open tickets", openTickets)].compactMap { label, all in
            guard !all.isEmpty else { return nil }
            let shown = all.prefix(Self.limit).map { HandoffText.line($0, limit: 100) }
            let more = all.count > shown.count ? ["and \(all.count - shown.count) more"] : []
            return "\(label): \((shown + more).joined(separator: "; "))"
        }
    }
}
