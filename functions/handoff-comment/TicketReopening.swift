import Conversations
import HubSpotAPI
import RelayCore

/// Opens the ticket of a conversation that is handed over once more, so that the team sees it among the open ones.
struct TicketReopening {
    let scene: HandoffScene

    private static let pipeline = "hs_pipeline"
    private static let stage = "hs_pipeline_stage"

    /// - Returns: The stage that it is in now; nil where it was open, or stays as it is (`REOPEN_TICKET`).
    func reopen(_ ticketID: String) async throws -> Pipeline.Stage? {
        let configuration = scene.services.configuration
        guard configuration[ConfigurationKeys.reopenTicket] else { return nil }
        let ticket = try await scene.hubSpot.ticket(id: ticketID, properties: [Self.pipeline, Self.stage])
        let current = ticket.properties[Self.stage]
        // Where new tickets begin, they are open.
        if current == configuration[ConfigurationKeys.ticketStage] { return nil }
        let pipelines = try await scene.hubSpot.ticketPipelines()
        guard let pipeline = pipelines.first(where: { $0.id == ticket.properties[Self.pipeline] }),
            pipeline.stages.contains(where: { $0.id == current && $0.isClosed })
        else { return nil }
        guard let open = pipeline.openStage else {
            throw Stop(.failed(.validation, "the ticket's pipeline has no open stage"))
        }
        try await scene.write {
            try await scene.hubSpot.updateTicket(id: ticketID, properties: [Self.stage: open.id])
        }
        return open
    }
}
