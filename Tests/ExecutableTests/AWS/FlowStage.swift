import CurlTransport
import Foundation
import HubSpotSimulator
import Logging
import RelayCore
import TestSupport
import Testing

/// A simulated HubSpot for functions that run each by itself, and what they are told of it.
struct FlowStage: Sendable {
    /// The functions of the main flow, and whether each has a queue.
    static let functions = [
        "webhook-receive": false, "api-receive": false, "message-route": true, "ai-turn": true, "ai-reply-post": true,
        "handoff-comment": true, "ticket-property-mirror": true, "session-control": true,
    ]
    static let queued = functions.filter(\.value).map(\.key).sorted()

    let portal: SimulatedPortal
    /// Of every function, but for where its queue is.
    let environment: [String: String]
    private let sender: WebhookSender

    private static let urlKey = "example-url-key-0001"
    private static let secret = "example-client-secret"

    static func with(_ store: StoreUnderTest = .sqlite, _ body: (FlowStage) async throws -> Void) async throws {
        var settings = PortalSettings()
        settings.rateLimits.isEnforced = false
        let simulator = SimulatorServer(portal: SimulatedPortal(settings: settings))
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let environment = [
            "PATH": "/usr/bin:/bin", "HUBSPOT_API_BASE": try await simulator.start(),
            "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(), "HUBSPOT_USER_ID": "\(settings.aiUser.userID)",
            "HUBSPOT_CLIENT_SECRET": secret, "WEBHOOK_URL_KEY": urlKey, "RELAY_API_KEY": "example-api-key-1",
            "AI_DISCLOSURE": "off", "AI_ENGINE": "articles",
            "ARTICLES_PATH": Executable.root.appendingPathComponent("functions/ai-turn/articles").path,
            "HANDOFF_USER_ID": "\(settings.rep.userID)", "CHAT_DELAY": "0", "REPLY_CHECK_DELAY": "0",
            "WORKERS": "1",
        ].merging(try await store.environment(folder)) { $1 }
        let sender = WebhookSender(
            portal: simulator.portal, targetURL: nil, clientSecret: Secret(secret), transport: CurlTransport(),
            settings: .patient,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(
                try await body(FlowStage(portal: simulator.portal, environment: environment, sender: sender)))
        } catch { outcome = .failure(error) }
        await sender.stop()
        await simulator.stop()
        try outcome.get()
        #expect(await sender.abandoned == 0)
    }

    /// A customer's question is answered, and a person takes over, each once.
    /// - Parameters:
    ///   - url: Where `webhook-receive` is.
    ///   - isQuiet: Whether nothing more is to be done.
    func play(url: String, isQuiet: () async throws -> Bool) async throws {
        await sender.send(to: url + WebhookToken.path(organization: "default", key: Secret(Self.urlKey)))
        let thread = try await portal.customerWritesChat(text: "How long does shipping take?", email: "kim@example.com").threadID
        try await wait("the answer") { await portal.messages(thread).count >= 2 }
        try await wait("quiet after the answer", isQuiet)
        let answered = await portal.messages(thread)
        #expect(answered.map(\.direction) == [.incoming, .outgoing])
        #expect(answered.last?.text.contains("working days") == true)

        try await portal.customerWritesChat(text: "I want to talk to a person.", threadID: thread)
        try await wait("the handoff") { await !portal.comments(thread).isEmpty }
        try await wait("quiet after the handoff", isQuiet)
        #expect(await portal.comments(thread).count == 1)
        // The closing line, once.
        #expect(await portal.messages(thread).map(\.direction) == [.incoming, .outgoing, .incoming, .outgoing])
        #expect(await portal.thread(thread)?.assignedTo == portal.settings.rep.actorID)
        #expect(await portal.allTickets.count == 1)
        await sender.stop()
    }

    /// - Throws: when it is not so in time.
    func wait(_ what: Comment, _ holds: () async throws -> Bool) async throws {
        let end = Date() + Hang.seconds
        while Date() < end {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        try #require(Bool(false), what)
    }
}
