import HubSpotAPI
import LiveFunction
import RelayCore

/// Closes at HubSpot what belongs to a session that was closed on the AI's side: the ticket, by its pipeline's closed stage,
/// and the thread. Both writes can be repeated without harm.
struct ConversationClosing {
    let session: Session
    let services: OrganizationServices

    /// - Returns: What could not be done, with its code. What should be tried again ends the run instead.
    func close() async throws(Stop) -> [JSON] {
        var notDone: [JSON] = []
        func attempt(_ step: String, _ work: () async throws(Stop) -> Void) async throws(Stop) {
            do throws(Stop) {
                try await work()
            } catch {
                if error.result.status == .retry { throw error }
                notDone.append([
                    "step": .string(step), "code": .optional(error.result.code?.rawValue),
                    "message": .optional(error.result.message),
                ])
            }
        }
        if let ticketID = session.ticketID, services.configuration[ConfigurationKeys.closeTicket] {
            try await attempt("ticket") { () throws(Stop) in try await close(ticket: ticketID) }
        }
        if let threadID = session.threadID, services.configuration[ConfigurationKeys.closeThread] {
            try await attempt("thread") { () throws(Stop) in
                _ = try await asked { () throws(HubSpotError) in
                    try await services.hubSpot.setThreadStatus(.closed, threadID: threadID)
                }
            }
        }
        return notDone
    }

    private func close(ticket ticketID: String) async throws(Stop) {
        let stage = "hs_pipeline_stage"
        let ticket = try await asked { () throws(HubSpotError) in
            try await services.hubSpot.ticket(id: ticketID, properties: ["hs_pipeline", stage])
        }
        let pipelines = try await asked { () throws(HubSpotError) in try await services.hubSpot.ticketPipelines() }
        guard let pipeline = pipelines.first(where: { $0.id == ticket.properties["hs_pipeline"] }),
            let closed = pipeline.closedStage
        else { throw Stop(.skipped(.validation, "the ticket's pipeline has no closed stage")) }
        // A ticket that people closed in another way stays as it is.
        if pipeline.stages.contains(where: { $0.id == ticket.properties[stage] && $0.isClosed }) { return }
        try await asked { () throws(HubSpotError) in
            try await services.hubSpot.updateTicket(id: ticketID, properties: [stage: closed.id])
        }
    }
}
