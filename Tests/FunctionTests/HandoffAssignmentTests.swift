import FoundationEssentials
import HubSpotAPI
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("Whom a handoff assigns to")
struct HandoffAssignmentTests {
    private static let settings = PortalSettings()
    private static let rep = settings.rep
    private static let ai = settings.aiUser

    struct Row: NamedCase {
        let name: String
        var user: String?
        var routes: String?
        var handoff: JSONObject = [:]
        var owner: SimulatedUser?
        /// nil for nobody.
        var threadAssignee: String?
        /// Part of the message of the owner's step, where nobody is assigned.
        var says: String?
    }

    static let rows = [
        Row(name: "nothing is configured: the ticket to the AI's user, the thread to nobody", owner: ai),
        Row(name: "a user id", user: "\(rep.userID)", owner: rep, threadAssignee: rep.actorID),
        Row(name: "a user id as actors have it", user: "A-\(rep.userID)", owner: rep, threadAssignee: rep.actorID),
        Row(name: "an owner id", user: "owner:\(rep.ownerID)", owner: rep, threadAssignee: rep.actorID),
        Row(name: "an e-mail address, in any case", user: "Rep@Shop.example", owner: rep, threadAssignee: rep.actorID),
        Row(
            name: "an owner id where a user id is meant", user: "\(rep.ownerID)",
            says: "HANDOFF_USER_ID: \(rep.ownerID) is an owner id; the user of that owner is \(rep.userID)"),
        Row(
            name: "a user id where an owner id is meant", user: "owner:\(rep.userID)",
            says: "HANDOFF_USER_ID: \(rep.userID) is a user id; the owner of that user is \(rep.ownerID)"),
        Row(name: "a number that is nobody's", user: "99", says: "HubSpot has no user and no owner 99"),
        Row(name: "an address that is nobody's", user: "nobody@shop.example", says: "no owner with this e-mail address"),
        Row(
            name: "the first route that fits",
            routes: """
                [{"channel":"email","to":"\(ai.userID)"},{"language":"nl","sentiment":"angry","to":"rep@shop.example"},
                 {"to":"\(ai.userID)"}]
                """, handoff: ["language": "nl-BE", "sentiment": "angry"], owner: rep, threadAssignee: rep.actorID),
        Row(
            name: "no route fits: the default", user: "\(rep.userID)", routes: #"[{"channel":"email","to":"99"}]"#,
            owner: rep, threadAssignee: rep.actorID),
        Row(
            name: "a route to nobody is named by its place", user: "\(rep.userID)",
            routes: #"[{"channel":"email","to":"99"},{"channel":"chat","to":"98"}]"#,
            says: "HANDOFF_ROUTES[1].to: HubSpot has no user and no owner 98"),
    ]

    @Test("By configuration", arguments: rows)
    func assign(_ row: Row) async throws {
        var environment: [String: String] = [:]
        environment["HANDOFF_USER_ID"] = row.user
        environment["HANDOFF_ROUTES"] = row.routes
        try await Stage.run(environment) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(row.handoff.merging(["threadId": .string(thread)]) { $1 })
            #expect(result.status == .done, "\(result.line)")
            let ticket = try await stage.onlyTicket()
            #expect(ticket.properties["hubspot_owner_id"] == row.owner.map { "\($0.ownerID)" })
            #expect(result.data["ownerId"]?.string == row.owner.map { "\($0.ownerID)" })
            #expect(await stage.portal.thread(thread)?.assignedTo == row.threadAssignee)
            #expect(result.data["threadAssigneeId"]?.string == row.threadAssignee)
            #expect(Stage.notDone(result) == (row.says == nil ? [] : ["owner no-owner"]))
            if let says = row.says { #expect(Stage.messages(result).first?.contains(says) == true, "\(result.line)") }
        }
    }

    @Test("By the session's custom data")
    func customData() async throws {
        let routes = #"[{"customData":{"plan":"gold"},"to":"owner:\#(Self.rep.ownerID)"}]"#
        try await Stage.run(["HANDOFF_ROUTES": routes]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let session = SessionID.of(threadID: thread, organization: "default")
            _ = try await stage.store.setProperty(
                sessionID: session,
                entry: CustomDataEntry(property: "plan", value: "gold", occurredAt: Date()))
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.data["ownerId"]?.string == "\(Self.rep.ownerID)")
        }
    }

    @Test("Who has ticket or thread keeps it, and gets the other")
    func kept() async throws {
        let boss = SimulatedUser(
            userID: 52_530_200, ownerID: 714_200_200, firstName: "Bo", lastName: "Boss", email: "boss@shop.example")
        var settings = PortalSettings()
        settings.furtherUsers = [boss]
        try await Stage.run(["HANDOFF_USER_ID": "\(settings.rep.userID)"], settings) { stage in
            let first = try await stage.chat("I want to talk to a human please")
            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline_stage": "1", "hubspot_owner_id": "\(boss.ownerID)"],
                threadID: first)
            let owned = try await stage.handOff(["threadId": .string(first)])
            #expect(owned.data["ticketId"]?.string == ticket)
            #expect(owned.data["ownerId"]?.string == "\(boss.ownerID)")
            #expect(await stage.portal.thread(first)?.assignedTo == boss.actorID)

            let second = try await stage.chat("I want to talk to a human please")
            try await stage.portal.assign(threadID: second, to: boss.userID)
            let taken = try await stage.handOff(["threadId": .string(second)])
            #expect(taken.data["ownerId"]?.string == "\(settings.rep.ownerID)")
            #expect(taken.data["threadAssigneeId"]?.string == boss.actorID)
            #expect(await stage.portal.thread(second)?.assignedTo == boss.actorID)
        }
    }

    @Test("A queue gets the ticket, and the thread goes to nobody; a ticket that a queue has stays there")
    func queue() async throws {
        var settings = PortalSettings()
        settings.queues = [
            SimulatedQueue(ownerID: 714_200_300, name: "First level"), SimulatedQueue(ownerID: 714_200_301, name: "Returns"),
        ]
        try await Stage.run(["HANDOFF_USER_ID": "owner:714200300"], settings) { stage in
            let first = try await stage.chat("I want to talk to a human please")
            let given = try await stage.handOff(["threadId": .string(first)])
            #expect(given.status == .done && Stage.notDone(given) == [], "\(given.line)")
            #expect(try await stage.onlyTicket().properties["hubspot_owner_id"] == "714200300")
            #expect(given.data["ownerId"]?.string == "714200300" && given.data["threadAssigneeId"] == .null)
            #expect(await stage.portal.thread(first)?.assignedTo == nil)

            let second = try await stage.chat("I want to talk to a human please")
            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline_stage": "1", "hubspot_owner_id": "714200301"], threadID: second)
            let kept = try await stage.handOff(["threadId": .string(second)])
            #expect(kept.data["ticketId"]?.string == ticket)
            #expect(kept.data["ownerId"]?.string == "714200301" && kept.data["threadAssigneeId"] == .null)
        }
        try await Stage.run(["HANDOFF_USER_ID": "714200300"], settings) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(Stage.notDone(result) == ["owner no-owner"])
            #expect(Stage.messages(result).first?.contains("write owner:714200300") == true, "\(result.line)")
        }
    }

    @Test("What the AI's user has goes to a person")
    func fromAI() async throws {
        try await Stage.run(["HANDOFF_USER_ID": "\(Self.rep.userID)"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            try await stage.portal.assign(threadID: thread, to: Self.ai.userID)
            _ = try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline_stage": "1", "hubspot_owner_id": "\(Self.ai.ownerID)"],
                threadID: thread)
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.data["ownerId"]?.string == "\(Self.rep.ownerID)")
            #expect(await stage.portal.thread(thread)?.assignedTo == Self.rep.actorID)
        }
    }

    @Test("A thread that cannot be assigned costs nothing else")
    func threadRefused() async throws {
        try await Stage.run(["HANDOFF_USER_ID": "\(Self.rep.userID)"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            stage.simulator.failNext(.refuse(.missingScopes([APIScope.conversationsWrite])), matching: .operation(.assignThread))
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == ["assignee missing-scope"])
            #expect(result.data["ownerId"]?.string == "\(Self.rep.ownerID)")
        }
    }
}
