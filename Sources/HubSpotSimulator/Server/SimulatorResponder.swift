import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// Turns HTTP requests into calls of the portal, and back. Keeps the order of HubSpot's checks: path, token, scopes, body.
struct SimulatorResponder: HTTPResponder {
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        /// To drop the connection.
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            channel = source.channel
        }
    }

    /// The connection is gone, there is nobody to answer.
    private struct Dropped: Error {}

    let portal: SimulatedPortal
    let journal: CallJournal
    let table = RouteTable()

    private static let bodyLimit = 2 * 1024 * 1024

    func respond(to request: Request, context: Context) async throws -> Response {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.bodyLimit)
        } catch {
            return response(refused: Refusal(413, "the body is too large"))
        }
        let parsed = buffer.readableBytes == 0 ? JSON.null : try? JSON.parse(buffer.readableBytesView)
        let match = table.match(method: request.method.rawValue, path: request.uri.path)
        var operation: Operation?
        if case .found(let found, _) = match { operation = found }
        let (index, fault) = journal.begin(
            SimulatedCall(
                operation: operation, method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
                body: parsed ?? .null))

        if let fault, !fault.takesEffect { return try await fail(fault, index, context) }
        let answered = await answer(request, match, body: parsed)
        if let fault { return try await fail(fault, index, context) }
        journal.end(index, status: answered.status.code)
        return answered
    }

    private func fail(_ fault: Fault, _ index: Int, _ context: Context) async throws -> Response {
        guard let refusal = fault.refusal else {
            try await context.channel.close()
            throw Dropped()
        }
        journal.end(index, status: refusal.status)
        return response(refused: refusal)
    }

    private func answer(_ request: Request, _ match: RouteTable.Match, body: JSON?) async -> Response {
        do throws(Refusal) {
            let (operation, parameters) = try found(match)
            try authorize(request, operation)
            guard let body else { throw .invalid("Invalid input JSON") }
            if body != .null, !(request.headers[.contentType] ?? "").hasPrefix("application/json") { throw .notJSON }
            let reply = try await portal.answer(
                APIRequest(
                    operation: operation, parameters: parameters,
                    query: request.uri.queryParameters.map { (String($0.key), String($0.value)) }, body: body))
            return response(reply)
        } catch {
            return response(refused: error)
        }
    }

    private func found(_ match: RouteTable.Match) throws(Refusal) -> (Operation, [String: String]) {
        switch match {
        case .found(let operation, let parameters): return (operation, parameters)
        case .wrongMethod: throw .methodNotAllowed
        case .unknown: throw .notFound
        }
    }

    private func authorize(_ request: Request, _ operation: Operation) throws(Refusal) {
        let scopes = operation.route.scopes
        guard !scopes.isEmpty else { return }
        guard request.headers[.authorization] == "Bearer \(portal.settings.accessToken.reveal())" else { throw .unauthorized }
        guard scopes.contains(where: portal.settings.scopes.contains) else { throw .missingScopes(scopes) }
    }

    // MARK: Answers

    private func response(_ reply: APIReply) -> Response {
        guard let body = reply.body else { return Response(status: .init(code: reply.status)) }
        return Self.response(reply.status, body, [:])
    }

    private func response(refused refusal: Refusal) -> Response {
        Self.response(refusal.status, refusal.json(correlationID: portal.ambient.uniqueID().lowercased()), refusal.headers)
    }

    private static func response(_ status: Int, _ body: JSON, _ headers: [String: String]) -> Response {
        var fields: HTTPFields = [.contentType: "application/json;charset=utf-8"]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return Response(
            status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.canonicalBytes)))
    }
}
