import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("A whole conversation: in process, by the built functions, and by the host", .timeLimit(.minutes(10)))
struct DepthTests {
    @Test(
        "An e-mail is answered with its signature; then handed over; then its ticket is mirrored",
        arguments: Conversation.Depth.allCases)
    func conversation(_ depth: Conversation.Depth) async throws {
        try await Conversation.play(depth) { here in
            let portal = here.portal
            let thread = try await portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Boots", text: "How long does shipping take?"
            ).threadID
            var results = try await here.settle()
            let answer = try #require(await portal.messages(thread).last)
            #expect(answer.direction == .outgoing)
            #expect(answer.text.hasSuffix("-- \nShop"))
            // What HubSpot tells of our own message.
            #expect(results.contains { $0.function == "message-route" && $0.code == .ownMessage })
            #expect(await portal.messages(thread).count == 2)

            try await portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Re: Boots", text: "I want to talk to a human please", threadID: thread)
            results = try await here.settle()
            #expect(results.contains { $0.function == "handoff-comment" && $0.code == nil })
            #expect(await portal.comments(thread).count == 1)
            let ticket = try #require(await portal.thread(thread)?.ticketID)

            try await portal.editTicketProperty(ticketID: ticket, name: "hs_ticket_priority", value: "HIGH")
            results = try await here.settle()
            #expect(results.contains { $0.function == "ticket-property-mirror" && $0.code == nil })

            try await portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Re: Boots", text: "Are you there?", threadID: thread)
            results = try await here.settle()
            #expect(results.contains { $0.function == "ai-turn" && $0.code == .ownerIsHuman })
        }
    }
}
