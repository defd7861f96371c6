import HTTPTypes
import HostCore
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// How a host is; asked for `/readyz` and `/metrics`.
package protocol HostHealth: Sendable {
    /// What keeps the host from working, by what it is of; empty when all is well.
    func faults() async -> [String: String]
    /// What events wait for. The host itself is well: it takes what comes.
    func waits() async -> [EventWait]
    /// In the text format that Prometheus reads; nil when the queue cannot be read.
    func metrics() async -> String?
}

/// The host's HTTP surface.
package struct HostServer: Sendable {
    private enum Endpoint: Sendable {
        case function(String)
        case events(EventsEndpoint)
        case health
        case readiness
        case metrics
    }

    private let table: RouteTable<Endpoint>
    private let functions: FunctionEndpoint
    private let health: any HostHealth

    private static let bodyLimit = InvocationInput.defaultByteLimit - 64 * 1024

    /// - Parameters:
    ///   - routes: Addresses and the functions that answer them.
    ///   - publicURL: Scheme and authority that callers use; nil: those of the request.
    ///   - eventsKeys: What opens `POST /events`; without a key there is no such address.
    ///   - executor: Where requests are worked on; nil: where Swift's tasks run.
    /// - Throws: ``HostError`` that names two routes that are one address.
    package init(
        routes: [(route: Route, function: String)], invoker: any Invoker, sink: any EventSink, observers: any HostObserver,
        health: any HostHealth, publicURL: String?, eventsKeys: [Secret], ambient: Ambient,
        executor: (any TaskExecutor)?, logger: Logger
    ) throws {
        var entries: [(Route, Endpoint)] = [
            (try Route(method: "GET", path: "/healthz"), .health), (try Route(method: "GET", path: "/readyz"), .readiness),
            (try Route(method: "GET", path: "/metrics"), .metrics),
        ]
        if !eventsKeys.isEmpty {
            let endpoint = EventsEndpoint(keys: BearerKeys(eventsKeys), sink: sink, logger: logger)
            entries.append((try Route(method: "POST", path: "/events"), .events(endpoint)))
        }
        table = try RouteTable(entries + routes.map { ($0.route, .function($0.function)) })
        functions = FunctionEndpoint(
            invoker: invoker, sink: sink, observers: observers, publicURL: publicURL, ambient: ambient, executor: executor,
            logger: logger)
        self.health = health
    }

    /// - Parameter port: 0: any free one.
    package func application(
        host: String, port: Int, onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in await respond(to: request) },
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: onRunning, logger: Self.quiet)
    }

    /// Hummingbird's own log says nothing that ours does not.
    private static var quiet: Logger { Logger(label: "http", factory: { _ in SwiftLogNoOpLogHandler() }) }

    private func respond(to request: Request) async -> Response {
        switch table.find(method: request.method.rawValue, path: request.uri.path) {
        case .notFound: return .json(.notFound, .unknownPath)
        case .methodNotAllowed(let allowed):
            return .json(.methodNotAllowed, .methodNotAllowed, headers: [.allow: allowed.joined(separator: ", ")])
        case .found(.health, _, _): return .json(.ok, ["status": "ok"])
        case .found(.readiness, _, _): return await readiness()
        case .found(.metrics, _, _): return await metrics()
        case .found(.events(let endpoint), _, _):
            guard endpoint.isOpen(request) else {
                return .json(.unauthorized, .badKey, headers: [.wwwAuthenticate: "Bearer"])
            }
            return await withBody(request) { body in await endpoint.respond(to: request, body: body) }
        case .found(.function(let name), let route, let parameters):
            return await withBody(request) { body in
                await functions.respond(to: request, body: body, name, route, parameters)
            }
        }
    }

    private func withBody(_ request: Request, _ respond: (ByteBuffer) async -> Response) async -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.bodyLimit)
        } catch {
            return .json(.contentTooLarge, .inputTooLarge)
        }
        return await respond(body)
    }

    private func readiness() async -> Response {
        let (faults, waits) = (await health.faults(), await health.waits())
        var members: JSONObject = ["status": faults.isEmpty ? "ready" : "not ready"]
        if !faults.isEmpty { members["faults"] = .object(JSONObject(faults.mapValues(JSON.string))) }
        if !waits.isEmpty { members["waits"] = .array(waits.map(\.json)) }
        return .json(faults.isEmpty ? .ok : .serviceUnavailable, .object(members))
    }

    private func metrics() async -> Response {
        guard let text = await health.metrics() else { return .json(.serviceUnavailable, ["status": "no queue"]) }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension EventWait {
    fileprivate var json: JSON {
        [
            "organization": .string(organization), "code": .string(code.rawValue), "events": .number(JSONNumber(events)),
            "since": .string(Timestamp.rfc3339(since)),
        ]
    }
}
