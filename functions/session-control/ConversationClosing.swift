import Conversations
import HubSpotAPI
import RelayCore

/// Closes at HubSpot what belongs to a session that was closed on the AI's side: the ticket, by its pipeline's closed stage,
/// and the thread. Both writes can be repeated without harm.
struct ConversationClosing {
    let session: Session
    let services: OrganizationServices

    /// - Returns: What could not be done, with its code. What should be tried again ends the run instead.
    func close() async throws -> [StepNotDone] {
        var notDone: [StepNotDone] = []
        if let ticketID = session.ticketID, services.configuration[ConfigurationKeys.closeTicket] {
            try await attempt("ticket", &notDone) { try await close(ticket: ticketID) }
        }
        if let threadID = session.threadID, services.configuration[ConfigurationKeys.closeThread] {
            try await attempt("thread", &notDone) {
                _ = try await services.hubSpot.setThreadStatus(.closed, threadID: threadID)
            }
        }
        return notDone
    }

    private func attempt(_ step: String, _ notDone: inout [StepNotDone], _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch {
            let result = FunctionResult(ending: error)
            if result.status == .retry { throw error }
            notDone.append(StepNotDone(step, result))
        }
    }

    private func close(ticket ticketID: String) async throws {
        let stage = "hs_pipeline_stage"
        let ticket = try await services.hubSpot.ticket(id: ticketID, properties: ["hs_pipeline", stage])
        let pipelines = try await services.hubSpot.ticketPipelines()
        guard let pipeline = pipelines.first(where: { $0.id == ticket.properties["hs_pipeline"] }),
            let closed = pipeline.closedStage
        else { throw Stop(.failed(.validation, "the ticket's pipeline has no closed stage")) }
        // A ticket that people closed in another way stays as it is.
        if pipeline.stages.contains(where: { $0.id == ticket.properties[stage] && $0.isClosed }) { return }
        try await services.hubSpot.updateTicket(id: ticketID, properties: [stage: closed.id])
    }
}
