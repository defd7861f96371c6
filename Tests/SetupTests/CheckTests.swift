import Foundation
import HubSpotAPI
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import Setup

@Suite("The check, against a simulated portal")
struct CheckTests {
    struct Case: NamedCase {
        let name: String
        var settings: @Sendable (inout PortalSettings) -> Void = { _ in }
        var stage: @Sendable (inout CheckStage) -> Void = { _ in }
        /// The line, and what stands in it and in its fix.
        let line: String
        let verdict: CheckLine.Verdict
        let says: String
        var fix = ""
    }

    private static func run(
        _ settings: (inout PortalSettings) -> Void, _ stage: (inout CheckStage) -> Void
    ) async throws -> [CheckLine] {
        var portal = PortalSettings()
        portal.furtherUsers = [
            SimulatedUser(
                userID: 52_530_200, ownerID: 714_200_200, firstName: "Former", lastName: "Colleague",
                email: "former@shop.example",
                isActive: false)
        ]
        settings(&portal)
        let simulator = SimulatorServer(portal: SimulatedPortal(settings: portal))
        let url = try await simulator.start()
        let outcome: Result<[CheckLine], any Error>
        do {
            try await simulator.portal.defineTicketProperty(PropertyDefinition(name: "customer_plan", label: "Plan"))
            try await simulator.portal.defineTicketProperty(
                PropertyDefinition(name: "deskrelay_key", label: "Key", hasUniqueValue: true))
            var prepared = CheckStage(simulator, url: url)
            stage(&prepared)
            outcome = .success(try await prepared.lines())
        } catch { outcome = .failure(error) }
        await simulator.stop()
        return try outcome.get()
    }

    @Test("Where all is as it should be, every line is ok")
    func well() async throws {
        let lines = try await Self.run({ _ in }, { _ in })
        for line in lines { #expect(line.verdict == .ok && line.fix == nil, "\(line.name): \(line.says)") }
        let token = try #require(lines.first { $0.name == "token" })
        #expect(token.says.contains("portal 62515001 (STANDARD, na1, app.hubspot.com), app 1098266"))
        let user = try #require(lines.first { $0.name == "user" })
        #expect(user.says == "Answer Assistant, user 52530071, owner 714200101, actor A-52530071")
        #expect(lines.contains { $0.name == "inbox 3301" && $0.says.contains("email “Support mailbox”") })
        #expect(lines.contains { $0.name == "inbox 3302" && $0.says.contains("help desk") })
        #expect(Set(ScopeTable.scopes.map { "scope \($0)" }).isSubset(of: Set(lines.map(\.name))))
        // Each of them can go wrong in one of the cases below.
        let failing = Set(Self.cases.map(\.line))
        for line in lines where !line.name.hasPrefix("inbox ") {
            #expect(failing.contains(line.name), "no case makes the line \(line.name) fail")
        }
    }

    @Test("What is wrong is told, with the way out", arguments: cases)
    func wrong(_ row: Case) async throws {
        let lines = try await Self.run(row.settings, row.stage)
        let line = try #require(lines.first { $0.name == row.line }, "\(lines.map(\.name))")
        #expect(line.verdict == row.verdict)
        // Nothing is contained in nothing for Foundation.
        #expect(row.says.isEmpty || line.says.contains(row.says), "\(line.says)")
        let fix = try #require(line.fix)
        #expect(row.fix.isEmpty || fix.contains(row.fix), "\(fix)")
        let text = CheckReport(lines).text
        #expect(!text.contains("example-url-key") && !text.contains("example-client-secret") && !text.contains("pat-na1-"))
    }

    @Test("Scopes are checked one by one", arguments: ScopeTable.all.map(\.scope))
    func scope(_ scope: String) async throws {
        let need = try #require(ScopeTable.all.first { $0.scope == scope })
        let lines = try await Self.run({ $0.scopes.remove(scope) }, { _ in })
        let others = lines.filter { $0.name.hasPrefix("scope ") && $0.name != "scope \(scope)" }
        #expect(others.allSatisfy { $0.verdict == .ok })
        let line = try #require(lines.first { $0.name == "scope \(scope)" })
        #expect(line.verdict == (need.isVital ? .fault : .warning) && line.says == need.stopsWithout)
        #expect(line.fix?.contains(scope) == true)
    }

    @Test("A portal without an inbox is a fault")
    func noInbox() {
        let lines = InboxCheck.lines([], [], autopilot: ["chat"], isAssisting: false)
        #expect(lines.map(\.verdict) == [.fault])
    }

    @Test("Several organizations are told apart, and one that is ill does not hide another")
    func organizations() async throws {
        let lines = try await Self.run({ _ in }) { stage in
            let keys = [
                "HUBSPOT_ACCESS_TOKEN", "HUBSPOT_USER_ID", "HUBSPOT_CLIENT_SECRET", "HUBSPOT_API_BASE", "AI_ENGINE", "AI_URL",
            ]
            let members = JSONObject(keys.map { ($0, JSON.string(stage.environment[$0] ?? "")) })
            var ill = members
            ill["HUBSPOT_USER_ID"] = "9"
            stage.file = ["organizations": ["shop": .object(members), "studio": .object(ill)]]
            stage.environment["RELAY_CONFIG"] = "organizations.json"
        }
        let users = lines.filter { $0.name == "user" }
        #expect(users.map(\.organization) == ["shop", "studio"] && users.map(\.verdict) == [.ok, .fault])
        #expect(lines.filter { $0.organization == nil }.map(\.name) == ["store", "queue"])
        #expect(CheckReport(lines).faults == ["studio: user"])
    }

    /// HubSpot, where each call takes so long by the check's clock.
    private struct SlowTransport: HTTPTransport {
        let transport: any HTTPTransport
        let clock: TestClock
        let seconds: Double

        func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
            clock.advance(seconds)
            return try await transport.send(call)
        }
    }

    @Test("Each part has its own time: a portal that is slow throughout is read to the end")
    func slow() async throws {
        let clock = TestClock(now: Date())
        let lines = try await Self.run({ _ in }) { stage in
            stage.tools = { tools in
                tools.transport = SlowTransport(transport: tools.transport, clock: clock, seconds: 6)
                tools.ambient = clock.ambient
            }
        }
        for name in ["token", "user", "inbox 3301", "pipeline", "assignee HANDOFF_USER_ID"] {
            let line = try #require(lines.first { $0.name == name }, "\(lines.map(\.name))")
            #expect(line.verdict == .ok, "\(name): \(line.says)")
        }
    }

    @Test("The report counts, and exits are told from its counts")
    func report() throws {
        let report = CheckReport([
            .ok("store", "opens"), .warning("queue", "3 events could not be delivered", fix: "See them."),
            .fault("user", "HubSpot has no user 9", fix: "Take another."),
        ])
        #expect(report.summary == "1 fault, 1 warning." && report.faults == ["user"])
        #expect(
            report.text == """
                ok       store  opens
                warning  queue  3 events could not be delivered
                         → See them.
                fault    user   HubSpot has no user 9
                         → Take another.
                1 fault, 1 warning.
                """)
        #expect(report.json["faults"] == 1 && report.json["lines"]?.array?.count == 3)
        #expect(CheckReport([.ok("store", "opens")]).summary == "All is well.")
    }
}
