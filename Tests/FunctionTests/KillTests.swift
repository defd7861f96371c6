import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// A process may end at any moment. Whatever the moment, the customer gets one answer, and the team one of each thing.
@Suite("Killed at every call, and delivered again", .timeLimit(.minutes(20)))
struct KillTests {
    /// A conversation that is played, and what must have come of it.
    struct Scenario: Sendable {
        let text: String
        /// Beside the conversation's own.
        var environment: [String: String] = [:]
        /// What changes as soon as a process was killed, or all is done; then the AI is given its turn again. Empty: nothing.
        var change: [String: String] = [:]
        let check: @Sendable (SimulatedPortal, _ threadID: String) async -> [String]
    }

    static let answered = Scenario(text: "How long does shipping take?") { portal, thread in
        var faults: [String] = []
        let answers = await portal.messages(thread).count { $0.direction == .outgoing }
        if answers != 1 { faults.append("\(answers) answers") }
        let comments = await portal.comments(thread).count
        if comments != 0 { faults.append("\(comments) comments") }
        return faults
    }

    static let handedOver = Scenario(text: "I want to talk to a human please") { portal, thread in
        var faults: [String] = []
        func expect(_ what: String, _ count: Int) { if count != 1 { faults.append("\(count) \(what)") } }
        expect("closing lines", await portal.messages(thread).count { $0.direction == .outgoing })
        expect("comments", await portal.comments(thread).count)
        expect("contacts", await portal.allContacts.count)
        let tickets = await portal.allTickets
        expect("tickets", tickets.count)
        if tickets.first?.properties["hubspot_owner_id"] != "\(portal.settings.rep.ownerID)" { faults.append("another owner") }
        if await portal.thread(thread)?.ticketID != tickets.first?.id { faults.append("the ticket is not the thread's") }
        return faults
    }

    /// The team's draft, and the customer's answer once autopilot is on.
    static let drafted = Scenario(
        text: "How long does shipping take?", environment: ["ASSIST_MODE": "true"], change: ["ASSIST_MODE": "false"]
    ) { portal, thread in
        let answers = await portal.messages(thread).count { $0.direction == .outgoing }
        let comments = await portal.comments(thread).count
        return answers == 1 && comments <= 1 ? [] : ["\(answers) answers, \(comments) drafts"]
    }

    /// The customer's answer, or the team's draft where it was not sent before assist mode came on.
    static let withdrawn = Scenario(text: "How long does shipping take?", change: ["ASSIST_MODE": "true"]) { portal, thread in
        let answers = await portal.messages(thread).count { $0.direction == .outgoing }
        let comments = await portal.comments(thread).count
        return answers + comments == 1 ? [] : ["\(answers) answers, \(comments) drafts"]
    }

    private static func play(
        _ scenario: Scenario, over engine: StoreUnderTest, kill: FunctionProcesses.Kill? = nil, twice: Bool = false
    ) async throws -> (faults: [String], calls: [String], killed: Int) {
        var settings = PortalSettings()
        settings.createsContacts = false
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let clock = MovableClock()
        let simulator = SimulatorServer(portal: SimulatedPortal(settings: settings, ambient: clock.ambient))
        let environment = Conversation.environment(
            settings, url: try await simulator.start(), store: try await engine.environment(folder)
        ).merging(scenario.environment) { $1 }.merging(["HUBSPOT_PORTAL_ID": "\(settings.portalID)"]) { $1 }
        do {
            let processes = try await FunctionProcesses(
                simulator, clock, environment: environment, change: scenario.change, kill: kill)
            let relay = Relay(simulator.portal, processes, clock)
            relay.deliversTwice = twice
            // A little longer than asked for: fewer processes until a lease has ended.
            relay.shortestWait = 15
            let thread = try await simulator.portal.customerWritesEmail(
                from: "casey@customer.example", name: "Casey Customer", subject: "Boots", text: scenario.text
            ).threadID
            relay.onStep = { step in #expect(step.result.status != .failed, "\(step)") }
            try await relay.settle()
            if !scenario.change.isEmpty {
                processes.change()
                let message = try #require(await simulator.portal.messages(thread).first?.id)
                relay.add(
                    Stage.event(ConversationTurnEvent.type, ["threadId": .string(thread), "messageId": .string(message)]))
                try await relay.settle()
            }
            let faults = await scenario.check(simulator.portal, thread)
            let calls = simulator.calls.map { $0.operation?.rawValue ?? $0.path }
            await simulator.stop()
            return (faults, calls, processes.killed)
        } catch {
            await simulator.stop()
            throw error
        }
    }

    @Test(
        "Nobody is killed, each event is delivered twice", arguments: [answered, handedOver, drafted, withdrawn],
        StoreUnderTest.quick)
    func twice(_ scenario: Scenario, _ engine: StoreUnderTest) async throws {
        let played = try await Self.play(scenario, over: engine, twice: true)
        #expect(played.faults.isEmpty)
    }

    /// Whether a call changes something at HubSpot.
    private static func isWrite(_ call: String) -> Bool {
        !["get", "list", "read", "search", "tokenInfo"].contains { call.hasPrefix($0) }
    }

    /// Every such call of the scenario, before and after HubSpot carried it out.
    private static func killEverywhere(
        _ scenario: Scenario, over engine: StoreUnderTest, where isMeant: (String) -> Bool = { _ in true }
    ) async throws {
        let calls = try await play(scenario, over: engine).calls
        #expect(calls.contains("postMessage"))
        let kills = calls.indices.filter { isMeant(calls[$0]) }.flatMap { call in
            FunctionProcesses.Kill.Moment.allCases.map { FunctionProcesses.Kill(call: call, moment: $0) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var rest = kills[...]
            for _ in 0..<3 {
                if let kill = rest.popFirst() { group.addTask { try await killOnce(scenario, engine, kill, calls) } }
            }
            while try await group.next() != nil {
                if let kill = rest.popFirst() { group.addTask { try await killOnce(scenario, engine, kill, calls) } }
            }
        }
    }

    private static func killOnce(
        _ scenario: Scenario, _ engine: StoreUnderTest, _ kill: FunctionProcesses.Kill, _ calls: [String]
    ) async throws {
        let played = try await play(scenario, over: engine, kill: kill)
        #expect(played.killed == 1, "\(kill) (\(calls[kill.call])): nothing was killed")
        #expect(played.faults.isEmpty, "\(kill) (\(calls[kill.call]))")
    }

    // What differs between the engines is the claim, the lease and the ledger of effects: a turn has them all.

    @Test("A turn", arguments: StoreUnderTest.all)
    func turn(_ engine: StoreUnderTest) async throws { try await Self.killEverywhere(Self.answered, over: engine) }

    @Test("A handoff") func handoff() async throws { try await Self.killEverywhere(Self.handedOver, over: .sqlite) }

    @Test(
        "The writes of a handoff, over PostgreSQL", .enabled(if: PostgresServer.isWanted, "no PostgreSQL server is installed"))
    func handoffWrites() async throws {
        try await Self.killEverywhere(Self.handedOver, over: .postgres, where: Self.isWrite)
    }

    @Test("A draft, and then the answer")
    func draft() async throws { try await Self.killEverywhere(Self.drafted, over: .sqlite) }

    @Test("An answer, and then drafts alone")
    func answer() async throws { try await Self.killEverywhere(Self.withdrawn, over: .sqlite) }
}
