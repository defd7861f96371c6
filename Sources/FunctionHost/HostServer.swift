import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RelayCore
import ServiceLifecycle

/// The host's HTTP surface.
struct HostServer: Sendable {
    let catalog: FunctionCatalog
    let pools: [String: WorkerPool]
    let dispatcher: Dispatcher
    let queue: EventQueue
    let counters: HostCounters
    let ambient: Ambient
    let logger: Logger
    /// Scheme and authority that HubSpot calls; nil: those of the request.
    let publicURL: String?

    /// HubSpot gives up after 5 seconds; the answer comes before, whatever is waited for: a free worker, its result, the queue.
    private static let webhookTimeout: Double = 4.5
    private static let bodyLimit = InvocationInput.defaultByteLimit - 64 * 1024

    func application(
        host: String, port: Int, onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options] {
            router.on("/webhooks/**", method: method) { request, _ in await webhook(request) }
        }
        router.get("/healthz") { _, _ in Self.json(.ok, ["status": "ok"]) }
        router.get("/readyz") { _, _ in await readiness() }
        router.get("/metrics") { _, _ in await metrics() }
        router.add(middleware: NotFoundAsJSON())
        return Application(
            router: router,
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: onRunning, logger: Self.quiet)
    }

    /// Hummingbird's own log says nothing that ours does not.
    private static var quiet: Logger { Logger(label: "http", factory: { _ in SwiftLogNoOpLogHandler() }) }

    // MARK: Webhooks

    /// The function's answer, within HubSpot's time.
    private func webhook(_ request: Request) async -> Response {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.bodyLimit)
        } catch {
            return Self.json(.contentTooLarge, ["code": .string(ReasonCode.inputTooLarge.rawValue)])
        }
        guard let function = catalog.takers(of: EventType.httpRequest).first, let pool = pools[function.name] else {
            return Self.json(.serviceUnavailable, ["code": .string(ReasonCode.unrouted.rawValue)])
        }
        let event = httpEvent(request, Array(buffer.readableBytesView))
        let answer = await TimeLimit.run(seconds: Self.webhookTimeout, ambient: ambient) {
            await self.answer(event, function, pool)
        }
        if let answer { return answer }
        logger.error("a webhook delivery was not taken in time")
        return Self.json(.serviceUnavailable, ["code": .string(ReasonCode.deadlinePassed.rawValue)])
    }

    /// The function's response is given only after its events stand in the queue; until then HubSpot keeps the delivery.
    private func answer(_ event: RelayEvent, _ function: HostedFunction, _ pool: WorkerPool) async -> Response {
        let result = await pool.invoke(event, timeout: min(Self.webhookTimeout, function.settings.timeout))
        counters.count(function.name, result)
        guard let reply = result.response else {
            logger.error("a webhook delivery was not taken", metadata: ["code": "\(result.code?.rawValue ?? "")"])
            return Self.json(.serviceUnavailable, ["code": .string(result.code?.rawValue ?? ReasonCode.internalError.rawValue)])
        }
        do {
            // Also when the time has passed: HubSpot sends the delivery again, and its events stand in the queue already.
            try await Task { try await dispatcher.accept(result.events) }.value
        } catch {
            logger.error("webhook events could not be queued", metadata: ["detail": "\(type(of: error))"])
            return Self.json(.serviceUnavailable, ["code": .string(ReasonCode.storeUnavailable.rawValue)])
        }
        return Self.response(reply)
    }

    private func httpEvent(_ request: Request, _ body: [UInt8]) -> RelayEvent {
        let target = request.uri.string
        let base = publicURL ?? "http://\(request.head.authority ?? "localhost")"
        var headers: [String: JSON] = [:]
        // A header that comes twice is one list (RFC 9110, 5.3); the last alone would hide the first from the function.
        for name in Set(request.headers.map(\.name)) {
            headers[name.canonicalName] = .optional(request.headers[name])
        }
        let text = String(validating: body, as: UTF8.self)
        return RelayEvent(
            id: ambient.uniqueID(), source: "/host/http", type: EventType.httpRequest,
            data: [
                "method": .string(request.method.rawValue),
                "url": .string((base.hasSuffix("/") ? String(base.dropLast()) : base) + target),
                "path": .string(request.uri.path), "query": .string(request.uri.query ?? ""), "headers": .object(headers),
                "body": .string(text ?? Data(body).base64EncodedString()), "isBase64Encoded": .bool(text == nil),
            ])
    }

    // MARK: Health

    private func readiness() async -> Response {
        var faults: [String: JSON] = [:]
        for (name, pool) in pools {
            if let problem = await pool.misconfiguration { faults[name] = .string(problem) }
        }
        if (try? await queue.counts()) == nil { faults["queue"] = "cannot be read" }
        return faults.isEmpty
            ? Self.json(.ok, ["status": "ready"])
            : Self.json(.serviceUnavailable, ["status": "not ready", "faults": .object(faults)])
    }

    private func metrics() async -> Response {
        guard let counts = try? await queue.counts() else { return Self.json(.serviceUnavailable, ["status": "no queue"]) }
        var restarts: [String: Int] = [:]
        for (name, pool) in pools { restarts[name] = await pool.restarts }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: counters.prometheus(counts, restarts: restarts))))
    }

    // MARK: Answers

    static func json(_ status: HTTPResponse.Status, _ json: JSON) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.canonical)))
    }

    private static func response(_ reply: HTTPReply) -> Response {
        var headers = HTTPFields()
        for (name, value) in reply.headers {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return Response(
            status: .init(code: reply.statusCode), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body)))
    }
}

/// A path that nothing answers gets JSON, as everything else does.
private struct NotFoundAsJSON<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return HostServer.json(.notFound, ["code": .string(ReasonCode.unknownPath.rawValue)])
        }
    }
}
