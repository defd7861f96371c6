import HTTPTypes
import HostCore
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// The host's HTTP surface.
package struct HostServer: Sendable {
    private enum Endpoint: Sendable {
        case function(String, Admission)
        case events(any EventsDoor)
        case health
        case readiness
        case metrics
    }

    /// What is found at an address.
    package enum Face: Sendable {
        /// Everything; what the host says of itself for callers on this machine.
        case whole
        /// What a container has: whether it is ready is for anybody, and why not for callers on this machine. No metrics.
        case container
        /// What is for callers from anywhere.
        case outside
        /// What the host says of itself.
        case inside
    }

    private let whole: RouteTable<Endpoint>
    private let container: RouteTable<Endpoint>
    private let outside: RouteTable<Endpoint>
    private let inside: RouteTable<Endpoint>
    private let functions: FunctionEndpoint
    private let health: HealthEndpoint
    private let observers: any HostObserver
    private let limits: Limits
    private let connections: Connections
    private let bodies: BodyBudget
    private let gate: RequestGate
    private let console: ConsoleEndpoint?
    /// Somebody on this machine passes strangers on, and may not say so.
    private let isBehindProxy: Bool

    /// - Parameters:
    ///   - routes: Addresses and the functions that answer them.
    ///   - publicURL: Scheme and authority that callers use; nil: those of the request.
    ///   - console: What stands at `/console`; nil: nothing.
    ///   - consoleKeys: What opens it; without a key it is open to callers on this machine.
    ///   - events: How events from outside are taken.
    ///   - gate: Who closes it lets no more requests in.
    ///   - executor: Where requests are worked on; nil: where Swift's tasks run.
    /// - Throws: ``HostError`` that names two routes that are one address.
    package init(
        routes: [(route: Route, function: String, admission: Admission)], invoker: any Invoker, sink: any EventSink,
        observers: any HostObserver, health: any HostHealth, console: (any ConsoleSurface)? = nil, consoleKeys: [Secret] = [],
        publicURL: String?, events: EventIntake, limits: Limits = Limits(), gate: RequestGate = RequestGate(),
        ambient: Ambient, executor: (any TaskExecutor)?, logger: Logger
    ) throws {
        let alive: [(Route, Endpoint)] = [(try Route(method: "GET", path: "/healthz"), .health)]
        let readiness: [(Route, Endpoint)] = [(try Route(method: "GET", path: "/readyz"), .readiness)]
        let inside = readiness + [(try Route(method: "GET", path: "/metrics"), .metrics)]
        let outside =
            routes.map { ($0.route, Endpoint.function($0.function, $0.admission)) }
            + (try Self.addresses(events, sink, observers, ambient, logger))
        whole = try RouteTable(alive + inside + outside)
        container = try RouteTable(alive + readiness + outside)
        self.outside = try RouteTable(alive + outside)
        self.inside = try RouteTable(alive + inside)
        functions = FunctionEndpoint(
            RequestPerformer(invoker: invoker, sink: sink, observers: observers, ambient: ambient, logger: logger),
            publicURL: publicURL, ambient: ambient, executor: executor, logger: logger)
        self.health = HealthEndpoint(health: health)
        self.observers = observers
        self.limits = limits
        connections = Connections(limit: limits.connections)
        bodies = BodyBudget(bytes: limits.heldBytes)
        self.gate = gate
        isBehindProxy = publicURL.map { !PublicAddress.isThisMachine($0) } ?? false
        self.console = console.map {
            ConsoleEndpoint(surface: $0, keys: consoleKeys, isSecure: publicURL?.hasPrefix("https:") == true)
        }
    }

    private static func addresses(
        _ events: EventIntake, _ sink: any EventSink, _ observers: any HostObserver, _ ambient: Ambient, _ logger: Logger
    ) throws -> [(Route, Endpoint)] {
        let own = try Route(method: "POST", path: "/events")
        switch events {
        case .stored(let keys) where !keys.isEmpty:
            return [(own, .events(EventsEndpoint(keys: BearerKeys(keys), sink: sink, logger: logger)))]
        case .performed(let keys, let performer, let rules):
            let endpoint = PerformedEventsEndpoint(
                keys: keys.map(BearerKeys.init), performer: performer, rules: rules, observers: observers, ambient: ambient)
            return [(own, .events(endpoint)), (try Route(method: "POST", path: "/"), .events(endpoint))]
        case .stored, .closed: return []
        }
    }

    /// - Parameter port: 0: any free one.
    package func application(
        _ face: Face, host: String, port: Int, onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            responder: CallbackResponder<CallerContext> { request, context in await respond(to: request, context, face) },
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionClock(times: limits.times, connections: connections)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Limits.headBytes, maxHeaderListSize: Limits.headBytes, maxHeaderFieldCount: 200))),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: onRunning, logger: Self.quiet)
    }

    /// Hummingbird's own log says nothing that ours does not.
    private static var quiet: Logger { Logger(label: "http", factory: { _ in SwiftLogNoOpLogHandler() }) }

    private func respond(to request: Request, _ caller: CallerContext, _ face: Face) async -> Response {
        let answer = await gate.passing { await self.answer(request, caller, face) }
        return answer ?? .json(.serviceUnavailable, .workerUnavailable, headers: [.connection: "close", .retryAfter: "1"])
    }

    private func answer(_ request: Request, _ caller: CallerContext, _ face: Face) async -> Response {
        let table =
            switch face {
            case .whole: whole
            case .container: container
            case .outside: outside
            case .inside: inside
            }
        if let console, face == .whole || face == .inside, ConsoleEndpoint.isAt(request.uri.path) {
            return await answer(request, caller, console, isBehindProxy: isBehindProxy && face == .whole)
        }
        switch table.find(method: request.method.rawValue, path: request.uri.path) {
        case .notFound: return .json(.notFound, .unknownPath)
        case .methodNotAllowed(let allowed):
            return .json(.methodNotAllowed, .methodNotAllowed, headers: [.allow: allowed.joined(separator: ", ")])
        case .found(.health, _, _): return .json(.ok, ["status": "ok"])
        case .found(.readiness, _, _), .found(.metrics, _, _):
            let isStranger = !caller.isOnThisMachine(request.headers)
            // Nothing says that there is anything.
            if face == .whole, isStranger { return .json(.notFound, .unknownPath) }
            if request.uri.path == "/metrics" { return await health.metrics() }
            return await health.readiness(isBrief: face == .container && isStranger)
        case .found(.events(let endpoint), _, _):
            guard endpoint.isOpen(request) else {
                return refuse(.init(status: .unauthorized, code: .badKey, headers: [.wwwAuthenticate: "Bearer"]))
            }
            return await withBody(request, limit: Admission.open.byteLimit) { body in
                await endpoint.respond(to: request, body: body)
            }
        case .found(.function(let name, let admission), let route, let parameters):
            do throws(Admission.Refusal) {
                try admission.check(request.head, parameters)
            } catch {
                return refuse(error)
            }
            return await withBody(request, limit: admission.byteLimit) { body in
                await functions.respond(to: request, body: body, name, route, parameters)
            }
        }
    }

    private func answer(
        _ request: Request, _ caller: CallerContext, _ console: ConsoleEndpoint, isBehindProxy: Bool
    ) async -> Response {
        switch console.admission(
            request, isOnThisMachine: caller.isOnThisMachine(request.headers), isBehindProxy: isBehindProxy)
        {
        case .admitted:
            return await withBody(request, limit: Admission.open.byteLimit) { await console.respond(to: request, body: $0) }
        case .answered(let response): return response
        case .refused(let response):
            observers.requestRefused(.badKey)
            return response
        }
    }

    private func refuse(_ refusal: Admission.Refusal) -> Response {
        observers.requestRefused(refusal.code)
        return .json(refusal.status, refusal.code, headers: refusal.headers)
    }

    /// Reads a body that is not too large, if there is room for it.
    private func withBody(
        _ request: Request, limit: Int, _ respond: (ByteBuffer) async -> Response
    ) async -> Response {
        let length = Self.bodySize(request.headers)
        let tooLarge = Admission.Refusal(status: .contentTooLarge, code: .inputTooLarge)
        guard length ?? 0 <= limit else { return refuse(tooLarge) }
        let answer: Response?
        if let length {
            answer = await bodies.holding(max(length, 0)) {
                guard let body = try? await request.body.collect(upTo: limit) else { return refuse(tooLarge) }
                return await respond(body)
            }
        } else {
            // Room for the largest while it comes, then for what has come.
            guard let read = await bodies.holding(limit, { try? await request.body.collect(upTo: limit) }) else { return busy() }
            guard let body = read else { return refuse(tooLarge) }
            answer = await bodies.holding(body.readableBytes) { await respond(body) }
        }
        return answer ?? busy()
    }

    private func busy() -> Response {
        refuse(.init(status: .serviceUnavailable, code: .hostBusy, headers: [.retryAfter: "1"]))
    }

    /// nil: it says so only as it comes. A request without either header has no body.
    ///
    /// Source: RFC 9112, section 6.3, https://www.rfc-editor.org/rfc/rfc9112#section-6.3
    private static func bodySize(_ headers: HTTPFields) -> Int? {
        if let length = headers[.contentLength] { return Int(length) }
        return headers[.transferEncoding] == nil ? 0 : nil
    }
}
