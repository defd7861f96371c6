import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("A run of kills and faults", .timeLimit(.minutes(60)))
struct StormTests {
    @Test(
        "Nothing is lost, nothing is doubled, and the AI is quiet where a person has the conversation",
        arguments: StoreUnderTest.quick)
    func storm(_ engine: StoreUnderTest) async throws {
        let plan = StormPlan.asked
        try await Self.play(plan, over: engine) { storm, books, failed in
            for fault in books.faults { Issue.record("seed \(plan.seed): \(fault)") }
            for step in failed { Issue.record("seed \(plan.seed): a dead letter: \(step)") }
            let (kills, failures) = (storm.runner.kills.count, storm.failures.count)
            // A calm in which nothing happened would prove nothing.
            #expect(books.answers > plan.messages / 5 && books.comments > plan.messages / 40)
            #expect(kills > plan.messages / 20 && failures > plan.messages / 20)
            print(
                "storm of seed \(plan.seed) over \(engine.name): \(await storm.people.messages) messages, \(await storm.people.threads.count) threads,",
                "\(kills) workers killed, \(failures) calls failed, \(storm.runner.crossings.count) acts in the middle of work,",
                "\(books.answers) answers, \(books.comments) handoff comments, \(books.faults.count) faults,",
                "\(failed.count) dead letters")
        }
    }

    @Test("Nothing is lost or doubled where webhooks of messages never come, once the threads are swept")
    func swept() async throws {
        var plan = StormPlan(messages: 100, seed: 3)
        plan.lostMessages = 0.3
        try await Self.play(plan) { storm, books, failed in
            for fault in books.faults { Issue.record("\(fault)") }
            for step in failed { Issue.record("a dead letter: \(step)") }
            #expect(books.answers > plan.messages / 5)
        }
    }

    struct Control: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        var losses = 0.0
        let finds: String
    }

    @Test(
        "The books find out what goes wrong",
        arguments: [
            Control(
                name: "an AI that takes a person's user for its own",
                environment: ["HUBSPOT_USER_ID": "\(PortalSettings().rep.userID)"], finds: "while a person had the conversation"),
            Control(name: "webhooks that are lost for good", losses: 0.3, finds: "nobody answers"),
        ])
    func control(_ control: Control) async throws {
        var plan = StormPlan(messages: 50, seed: 1)
        plan.losses = control.losses
        try await Self.play(plan, control.environment) { _, books, _ in
            #expect(books.faults.contains { $0.contains(control.finds) }, "\(books.faults)")
        }
    }

    private static func play(
        _ plan: StormPlan, _ changes: [String: String] = [:], over engine: StoreUnderTest = .sqlite,
        _ judge: (Storm, StormBooks, _ failed: [Relay.Step]) async throws -> Void
    ) async throws {
        try await FewAtOnce.run {
            var settings = PortalSettings()
            settings.createsContacts = false
            settings.createsTickets = true
            settings.ticketChannels = [SimulatedChannel.email]
            settings.ticketDelay = 1
            settings.rateLimits.isEnforced = false
            let clock = TestClock(now: Date(), shortestTimeout: 20)
            let simulator = SimulatorServer(portal: SimulatedPortal(settings: settings, ambient: clock.ambient))
            let folder = try TemporaryFolder()
            defer { withExtendedLifetime(folder) {} }
            let environment = [
                "HUBSPOT_API_BASE": try await simulator.start(),
                "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
                "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "HUBSPOT_APP_ID": "\(settings.appID)",
                "HUBSPOT_PORTAL_ID": "\(settings.portalID)", "HANDOFF_USER_ID": "\(settings.rep.userID)", "TICKET_WAIT": "2",
                "REPLY_BUDGET": "1000", "TURN_LONGEST_WAIT": "0", "AI_ENGINE": "articles",
                "ARTICLES_PATH": Stage.articles,
            ].merging(try await engine.environment(folder)) { $1 }
            do {
                let stage = try Stage(simulator, environment.merging(changes) { $1 }, folder)
                let storm = try Storm(plan, stage, clock)
                let failed = try await storm.play()
                var books = StormBooks(portal: simulator.portal, store: stage.store)
                try await books.audit()
                try await judge(storm, books, failed)
            } catch {
                await simulator.stop()
                throw error
            }
            await simulator.stop()
        }
    }
}
