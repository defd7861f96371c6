import FoundationEssentials
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import HubSpotSimulator
@testable import handoff_comment

@Suite("A step of a handoff that HubSpot refuses")
struct HandoffNotDoneTests {
    private static let gone = SimulatedUser(
        userID: 52_530_111, ownerID: 714_200_111, firstName: "Gwen", lastName: "Gone", email: "gwen@shop.example",
        isActive: false)

    struct Row: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        var fault: (refusal: Refusal, call: CallMatch)?
        /// In the result and in the log.
        let notDone: [String]
        /// Parts of the colleague's comment.
        let says: [String]
    }

    static let rows = [
        Row(
            name: "a pipeline that the portal does not have", environment: ["TICKET_PIPELINE": "999"],
            notDone: ["ticket validation"],
            says: ["Not done: There is no ticket (validation: ", "Create it by hand.", "correct TICKET_PIPELINE"]),
        Row(
            name: "a stage that the pipeline does not have", environment: ["TICKET_STAGE": "999"],
            notDone: ["ticket validation"], says: ["refused: hs_pipeline_stage", "correct TICKET_PIPELINE and TICKET_STAGE"]),
        Row(
            name: "a property that the portal requires", fault: (requiring("product_area"), .operation(.createTicket)),
            notDone: ["ticket validation"], says: ["refused: product_area", "whether new tickets need a property"]),
        Row(
            name: "tickets without a scope", fault: (.missingScopes(["tickets"]), .operation(.createTicket)),
            notDone: ["ticket missing-scope"], says: ["one of the scopes tickets", "give the app that scope"]),
        Row(
            name: "somebody who left", environment: ["HANDOFF_USER_ID": "\(gone.userID)"], notDone: ["owner no-owner"],
            says: ["HANDOFF_USER_ID: user 52530111 has left: deactivated in HubSpot", "change the configuration"]),
        Row(
            name: "an owner who left", environment: ["HANDOFF_USER_ID": "owner:\(gone.ownerID)"], notDone: ["owner no-owner"],
            says: ["owner 714200111 has left"]),
        Row(
            name: "the address of somebody who left", environment: ["HANDOFF_USER_ID": gone.email],
            notDone: ["owner no-owner"], says: ["the person with this e-mail address has left"]),
        Row(
            name: "somebody who never was", environment: ["HANDOFF_USER_ID": "99"], notDone: ["owner no-owner"],
            says: ["HubSpot has no user and no owner 99"]),
        Row(
            name: "the owner", fault: (.invalid("no"), .operation(.updateTicket)), notDone: ["owner validation"],
            says: ["The ticket is assigned to nobody new (validation: ", "Assign it by hand."]),
        Row(
            name: "the thread's owner", environment: ["HANDOFF_USER_ID": "52530099"],
            fault: (.missingScopes(["conversations.write"]), .operation(.assignThread)), notDone: ["assignee missing-scope"],
            says: ["The conversation is assigned to nobody new (missing-scope: "]),
        Row(
            name: "what is told of the customer", fault: (.missingScopes(["x"]), .operation(.searchTickets)),
            notDone: ["facts missing-scope"], says: ["Not all that HubSpot knows of the customer is here"]),
        Row(
            name: "left out on purpose", environment: ["TICKETING": "false"], notDone: ["ticket ticketing-off"], says: []),
    ]

    private static func requiring(_ property: String) -> Refusal {
        let message = "Error creating TICKET. Some required properties were not set."
        return Refusal(
            400, message, category: "VALIDATION_ERROR", errors: [.init(message: message, context: ["properties": [property]])])
    }

    @Test("The colleague reads what is missing and what to do, and the operator a warning with step and code", arguments: rows)
    func told(_ row: Row) async throws {
        var settings = PortalSettings()
        settings.furtherUsers = [Self.gone]
        try await Stage.run(row.environment, settings) { stage in
            if let fault = row.fault { stage.simulator.failNext(.refuse(fault.refusal), matching: fault.call, times: nil) }
            let thread = try await stage.chat("I want to talk to a human please")
            let log = Log()
            let event = Stage.event(
                AIHandoffEvent.type, ["threadId": .string(thread), "reason": "Asked for a person", "summary": "Wants one."])
            let result = try await Functions(stage.services).handle(event, log.context)
            #expect(result.status == .done && Stage.notDone(result) == row.notDone, "\(result.line)")
            let comments = await stage.portal.comments(thread).map(\.text)
            #expect(comments.count == 1)
            for part in row.says { #expect(comments.first?.contains(part) == true, "\(part): \(comments)") }
            #expect(comments.first?.contains("Not done") == !row.says.isEmpty)
            #expect(log.warnings == (row.says.isEmpty ? [] : row.notDone))
        }
    }

    @Test("A ticket that is refused on the thread alone is made apart from it, and put there", arguments: ["v3", "2026-09"])
    func thread(_ edition: String) async throws {
        try await Stage.run(["HUBSPOT_API_EDITION": edition]) { stage in
            stage.simulator.failNext(.refuse(.invalid("unknown association")), matching: .operation(.createTicket))
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == [], "\(result.line)")
            let ticket = try await stage.onlyTicket()
            #expect(result.data["ticketId"]?.string == ticket.id)
            #expect(await stage.portal.thread(thread)?.ticketID == ticket.id)
            #expect(await stage.portal.contacts(ofTicket: ticket.id) == [result.data["contactId"]?.string])
            // Known by now: nothing is associated anew.
            _ = try await stage.handOff(["threadId": .string(thread)])
            #expect(stage.simulator.calls.count { $0.operation == .createAssociations } == 1)
        }
    }

    @Test("One that cannot be put there is the team's to link")
    func unlinked() async throws {
        try await Stage.run { stage in
            stage.simulator.failNext(.refuse(.invalid("unknown association")), matching: .operation(.createTicket))
            stage.simulator.failNext(.refuse(.notFound), matching: .operation(.createAssociations), times: nil)
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(Stage.notDone(result) == ["conversation-link not-found"], "\(result.line)")
            _ = try await stage.onlyTicket()
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            #expect(comment.contains("The ticket is not on this conversation (not-found: "))
        }
    }

    @Test("Another ticket that is refused is not asked for twice")
    func property() async throws {
        try await Stage.run(["TICKET_STAGE": "999"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            _ = try await stage.handOff(["threadId": .string(thread)])
            #expect(stage.simulator.calls.count { $0.operation == .createTicket } == 1)
        }
    }
}

/// Log lines of level warning, kept.
private final class Log: Sendable {
    private let lines = Mutex<[JSON]>([])

    var context: InvocationContext {
        let logger = Logger(label: "test") { _ in
            LineLogHandler(level: .warning, asText: false) { line in
                if let json = try? JSON.parse(line) { self.lines.withLock { $0.append(json) } }
            }
        }
        return InvocationContext(deadline: nil, logger: logger)
    }

    /// Step and code of each.
    var warnings: [String] {
        lines.withLock { $0 }.filter { $0["level"] == "warning" && $0["message"] == "a step was not done" }.map {
            "\($0["step"]?.string ?? "") \($0["code"]?.string ?? "")"
        }
    }
}
