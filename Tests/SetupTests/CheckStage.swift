import CurlTransport
import Foundation
import HubSpotSimulator
import Logging
import RelayCore
import Setup
import TestSupport

@testable import webhook_receive

/// A simulated portal, the function behind the webhook address, and a check of both.
struct CheckStage: Sendable {
    static let base = "https://relay.example.com"

    let simulator: SimulatorServer
    var environment: [String: String]
    /// What the runner behind the webhook address is configured with, where it is another thing.
    var runner: [String: String] = [:]
    /// What answers at the webhook address; nil: the function.
    var answer: Result<HTTPAnswer, TransportError>?
    /// How far this machine's clock is ahead, in seconds.
    var clockAhead: Double = 0
    var tools: @Sendable (inout CheckTools) -> Void = { _ in }
    /// What `RELAY_CONFIG` names.
    var file: JSON = [:]

    init(_ simulator: SimulatorServer, url: String) {
        self.simulator = simulator
        let settings = simulator.portal.settings
        environment = [
            "HUBSPOT_API_BASE": url, "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
            "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "HUBSPOT_CLIENT_SECRET": "example-client-secret",
            "WEBHOOK_URL_KEY": "example-url-key-0001", "PUBLIC_URL": Self.base, "AI_ENGINE": "http",
            "AI_URL": "http://127.0.0.1:9", "HANDOFF_USER_ID": "\(settings.rep.userID)", "ASSIST_MODE": "true",
            "PROPERTY_MAPPING": #"{"plan":"customer_plan"}"#,
        ]
    }

    func lines() async throws -> [CheckLine] {
        let configuration = try Configuration.load(Checkup.keys, environment: environment, readFile: { _ in file.canonicalBytes })
        var ambient = Ambient.live
        ambient.now = { [clockAhead] in Date() + clockAhead }
        let transport = CheckTransport(
            base: environment["PUBLIC_URL"] ?? Self.base, answer: answer, environment: environment.merging(runner) { $1 },
            file: file, now: ambient.now)
        var tools = CheckTools(
            transport: transport, ambient: ambient, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            webhookRoute: "/webhooks/hubspot/{organization}/{token}",
            engine: { _ in ScriptedEngine(result: .success(.reply(.init(text: "With shipping and returns.")))) },
            store: { .opens }, queue: { .counts(waiting: 2, dead: 0) }, lastWebhook: { _ in .at(Date() + clockAhead - 60) },
            settingsPath: nil)
        self.tools(&tools)
        return await Checkup(configuration, tools).lines()
    }
}

struct ScriptedEngine: AnswerEngine {
    let result: Result<AnswerAction, AnswerError>

    func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction { try result.get() }
}

/// HubSpot's calls go to the simulator, those of the webhook address to the function itself.
private struct CheckTransport: HTTPTransport {
    let base: String
    let answer: Result<HTTPAnswer, TransportError>?
    let environment: [String: String]
    let file: JSON
    let now: @Sendable () -> Date
    let curl = CurlTransport()

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        guard call.url.hasPrefix("\(base)/") else { return try await curl.send(call) }
        if let answer { return try answer.get() }
        do {
            return try received(call)
        } catch {
            throw TransportError(.notSent, "\(error)")
        }
    }

    private func received(_ call: HTTPCall) throws -> HTTPAnswer {
        let function = WebhookReceive(
            configuration: try Configuration.load(
                WebhookReceive.description.configuration, environment: environment,
                readFile: { _ in file.canonicalBytes }), now: now)
        let event = RelayEvent(
            id: "1", source: "/host/http", type: "http.request",
            data: [
                // As the runner sees it: PUBLIC_URL and the path.
                "method": .string(call.method),
                "url": .string((environment["PUBLIC_URL"] ?? base) + call.url.dropFirst(base.count)),
                "path": .string(String(call.url.dropFirst(base.count))),
                "body": .string(String(decoding: call.body ?? [], as: UTF8.self)),
                "headers": .object(JSONObject(call.headers.map { ($0.name, JSON.string($0.value)) })),
            ])
        let context = InvocationContext(deadline: nil, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let reply = try function.handle(event, context).response
        return HTTPAnswer(status: reply?.statusCode ?? 500, headers: reply?.headers ?? [:], body: Array((reply?.body ?? "").utf8))
    }
}
