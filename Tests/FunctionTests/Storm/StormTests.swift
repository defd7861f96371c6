import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("A run of kills and faults", .timeLimit(.minutes(60)))
struct StormTests {
    @Test("Nothing is lost, nothing is doubled, and the AI is quiet where a person has the conversation")
    func storm() async throws { try await FewAtOnce.run { try await storm(StormPlan.asked) } }

    private func storm(_ plan: StormPlan) async throws {
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
            "HUBSPOT_API_BASE": try await simulator.start(), "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
            "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "HUBSPOT_APP_ID": "\(settings.appID)",
            "HUBSPOT_PORTAL_ID": "\(settings.portalID)", "HANDOFF_USER_ID": "\(settings.rep.userID)", "TICKET_WAIT": "2",
            "REPLY_BUDGET": "1000", "TURN_LONGEST_WAIT": "0", "ARTICLES_PATH": Stage.articles,
        ]
        let storm = try Storm(plan, Stage(simulator, environment, folder), clock)
        var books = StormBooks(portal: simulator.portal, store: storm.stage.store)
        do {
            try await storm.play()
            try await books.audit()
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
        for fault in books.faults { Issue.record("seed \(plan.seed): \(fault)") }
        for step in storm.relay.dead { Issue.record("seed \(plan.seed): a dead letter: \(step)") }
        let (kills, failures) = (storm.runner.kills.count, storm.failures.count)
        // A calm in which nothing happened would prove nothing.
        #expect(books.answers > plan.messages / 10 && books.comments > plan.messages / 30)
        #expect(kills > 0 && failures > plan.messages / 20)
        print(
            "storm of seed \(plan.seed): \(await storm.people.messages) messages, \(await storm.people.threads.count) threads,",
            "\(kills) workers killed, \(failures) calls failed, \(books.answers) answers, \(books.comments) handoff comments,",
            "\(books.faults.count) faults, \(storm.relay.dead.count) dead letters")
    }
}
