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
            name: "a route to nobody is named by its place, and the default applies", user: "\(rep.userID)",
            routes: #"[{"channel":"email","to":"99"},{"channel":"chat","to":"98"}]"#, owner: rep, threadAssignee: rep.actorID,
            says: "HANDOFF_ROUTES[1].to: HubSpot has no user and no owner 98"),
        Row(
            name: "of two routes that fit the one to somebody",
            routes: #"[{"channel":"chat","to":"98"},{"to":"rep@shop.example"}]"#, owner: rep, threadAssignee: rep.actorID,
            says: "HANDOFF_ROUTES[0].to: HubSpot has no user and no owner 98"),
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

    private static let gone = SimulatedUser(
        userID: 52_530_111, ownerID: 714_200_111, firstName: "Gwen", lastName: "Gone", email: "gwen@shop.example")

    struct Left: NamedCase {
        let name: String
        let user: String
        let owner: SimulatedUser?
        let says: String
    }

    static let leavers = [
        Left(
            name: "to the one who should get it", user: "\(rep.userID)", owner: rep,
            says: "Note: The ticket belonged to Gwen Gone, who left; now it belongs to Riley Rep."),
        Left(
            name: "to nobody where nobody is found", user: "99", owner: nil,
            says: "Note: The ticket belonged to Gwen Gone, who left; now it belongs to nobody."),
    ]

    @Test("A ticket of somebody who left goes where the team sees it, and so does the thread", arguments: leavers)
    func left(_ row: Left) async throws {
        var settings = PortalSettings()
        settings.furtherUsers = [Self.gone]
        try await Stage.run(["HANDOFF_USER_ID": row.user], settings) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline_stage": "1", "hubspot_owner_id": "\(Self.gone.ownerID)"],
                threadID: thread)
            try await stage.portal.assign(threadID: thread, to: Self.gone.userID)
            settings.furtherUsers[0].isActive = false
            stage.portal.settings = settings
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done, "\(result.line)")
            #expect(try await stage.onlyTicket().properties["hubspot_owner_id"] == row.owner.map { "\($0.ownerID)" })
            if let owner = row.owner { #expect(await stage.portal.thread(thread)?.assignedTo == owner.actorID) }
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            #expect(comment.contains(row.says), "\(comment)")
        }
    }

    struct Closed: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        let stage: String
        let says: String?
    }

    static let closings = [
        Closed(name: "opened", stage: "1", says: "Note: The ticket was closed; it is open again, in the stage New."),
        Closed(name: "left alone by policy", environment: ["REOPEN_TICKET": "false"], stage: "4", says: nil),
    ]

    @Test("A ticket that was closed before a second handoff", arguments: closings)
    func closed(_ row: Closed) async throws {
        try await Stage.run(row.environment) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let first = try await stage.handOff(["threadId": .string(thread)])
            let ticket = try #require(first.data["ticketId"]?.string)
            for (stageID, isClosed) in [("4", true), ("3", false)] {
                try await stage.portal.editTicketProperty(ticketID: ticket, name: "hs_pipeline_stage", value: stageID)
                let before = await stage.portal.comments(thread).count
                let second = try await stage.handOff(["threadId": .string(thread), "reason": "Writes again"])
                #expect(second.data["ticketId"]?.string == ticket && Stage.notDone(second) == [], "\(second.line)")
                let properties = try await stage.onlyTicket().properties
                #expect(properties["hs_pipeline_stage"] == (isClosed ? row.stage : stageID))
                let comment = try #require(await stage.portal.comments(thread).dropFirst(before).first?.text)
                #expect(comment.contains("Note: ") == (isClosed && row.says != nil))
                if isClosed, let says = row.says { #expect(comment.contains(says)) }
            }
        }
    }
}
