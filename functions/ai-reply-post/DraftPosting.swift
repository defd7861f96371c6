import Conversations
import OnceOnly
import RelayCore

/// Writes the AI's answer for the team alone: as a comment, or as a note on the ticket where the thread takes no comments.
struct DraftPosting {
    let request: ReplyRequest
    let reading: ThreadReading
    let poster: ThreadPoster
    let lease: ThreadLease
    let services: OrganizationServices

    func post() async throws -> TeamComment.Written {
        try await TeamComment(poster, lease, services).write(
            .markdown(try await text()), key: request.draftKey, session: reading.session, on: reading
        ) { try await ticketID() }
    }

    /// The team must see at a glance that the customer has not read it; and whom it is for, where several write.
    private func text() async throws -> String {
        let mark = "**AI draft (the customer has not got it):**"
        guard reading.customers.addresses.count > 1, let answered = try await answered() else {
            return "\(mark)\n\n\(request.text)"
        }
        // As code, so that no character of an address is taken for Markdown.
        let addresses = ([answered.message] + answered.waiting).compactMap(\.senderAddress).map { address in
            "`\(address.replacing("`", with: ""))`"
        }
        return "\(mark)\n\nFor \(addresses.joined(separator: ", "))\n\n\(request.text)"
    }

    /// nil where no customer's message is answered.
    private func answered() async throws -> Answered? {
        do {
            return try await reading.answered(request.inReplyTo, of: services)
        } catch is Stop {
            return nil
        }
    }

    /// Made where the thread has none: the draft has to stand somewhere.
    private func ticketID() async throws -> String {
        if let known = reading.thread.ticketID ?? reading.session.ticketID { return known }
        let ticket = ConversationTicket(
            of: reading.session, on: reading, contactID: nil, writes: LeasedWrites(poster, lease), services: services
        ) {
            TicketText(
                mailSubject: reading.mailSubject(of: request.inReplyTo), reason: "the AI suggests an answer",
                summary: "The AI's draft is a note on this ticket.", session: reading.session, timeline: reading.timeline)
        }
        try await ticket.waitForHubSpot()
        let id = try await ticket.outcome().id
        _ = try await services.linkTicket(id, to: reading.session)
        return id
    }
}
