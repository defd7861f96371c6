import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// Turns HTTP requests into calls of the portal, and back. Keeps the order of HubSpot's checks: path, token, limits, scopes,
/// body.
struct SimulatorResponder: HTTPResponder {
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        /// To drop the connection.
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            channel = source.channel
        }

        /// Where the request arrived, whatever its `Host` says.
        var baseURL: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 80)" }
    }

    /// The connection is gone, there is nobody to answer.
    private struct Dropped: Error {}

    let portal: SimulatedPortal
    let journal: CallJournal
    let meter: RateMeter
    let control: ControlResponder
    let table = RouteTable()

    private static let bodyLimit = 32 * 1024 * 1024

    func respond(to request: Request, context: Context) async throws -> Response {
        let bytes: [UInt8]
        do {
            bytes = Array(try await request.body.collect(upTo: Self.bodyLimit).readableBytesView)
        } catch {
            return response(refused: Refusal(413, "the body is too large"))
        }
        if request.uri.path == ControlPath.root || request.uri.path.hasPrefix("\(ControlPath.root)/") {
            return await control.respond(to: request, body: bytes, baseURL: context.baseURL)
        }
        let content = Self.content(bytes, request.headers[.contentType] ?? "")
        let match = table.match(method: request.method.rawValue, path: request.uri.path)
        var operation: Operation?
        if case .found(let found, _) = match { operation = found }
        let (index, fault) = journal.begin(
            SimulatedCall(
                operation: operation, method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
                body: content.json ?? .null))

        if let delay = fault?.delay { await portal.ambient.sleep(delay) }
        if let fault, fault.isFailure, !fault.takesEffect { return try await fail(fault, index, context) }
        let answered = await answer(request, match, content, context.baseURL)
        if let fault, fault.isFailure { return try await fail(fault, index, context) }
        let response = fault?.spoiling.map { answered.spoiled($0, portal.ambient) } ?? answered.response
        journal.end(index, status: response.status.code)
        return response
    }

    private func fail(_ fault: Fault, _ index: Int, _ context: Context) async throws -> Response {
        guard let refusal = fault.refusal else {
            try await context.channel.close()
            throw Dropped()
        }
        journal.end(index, status: refusal.status)
        return response(refused: refusal)
    }

    // MARK: Bodies

    private struct Content {
        /// `.null` for none; nil when it is no JSON.
        var json: JSON?
        var form: [FormPart] = []
        var isAcceptable = true
    }

    private static func content(_ bytes: [UInt8], _ contentType: String) -> Content {
        if bytes.isEmpty { return Content(json: .null) }
        if contentType.hasPrefix("multipart/form-data") {
            return Content(json: .null, form: FormPart.parse(bytes, contentType: contentType) ?? [])
        }
        return Content(json: try? JSON.parse(bytes), isAcceptable: contentType.hasPrefix("application/json"))
    }

    // MARK: Answering

    private func answer(
        _ request: Request, _ match: RouteTable.Match, _ content: Content, _ baseURL: String
    ) async -> SimulatedAnswer {
        var headers: [String: String] = [:]
        do throws(Refusal) {
            let (operation, parameters) = try found(match, request.uri.path)
            let token = try authenticate(request, operation)
            let now = portal.ambient.now()
            if token != nil { headers = try meter.count(operation, portal.settings.rateLimits, at: now) }
            try authorize(token, operation, parameters)
            guard let body = content.json else { throw .invalid("Invalid input JSON") }
            guard content.isAcceptable else { throw .notJSON }
            let call = APIRequest(
                operation: operation, parameters: parameters, path: request.uri.path,
                query: request.uri.queryParameters.map { (String($0.key), String($0.value)) }, body: body,
                form: content.form, baseURL: baseURL, callsToday: meter.usedToday(at: now))
            let reply: APIReply
            do throws(Refusal) {
                reply = try await portal.answer(call)
            } catch {
                guard error.status == 404, operation == .getThread || operation == .getTicket else { throw error }
                return missingPage(headers)
            }
            let json = portal.settings.sendsIDsAsNumbers ? reply.body?.idsAsNumbers : reply.body
            return SimulatedAnswer(status: reply.status, headers: headers, body: json)
        } catch {
            return answer(refused: error, headers)
        }
    }

    private func found(_ match: RouteTable.Match, _ path: String) throws(Refusal) -> (Operation, [String: String]) {
        switch match {
        case .found(let operation, let parameters):
            try checkAssigneePath(operation, path)
            return (operation, parameters)
        case .wrongMethod: throw .methodNotAllowed
        case .unknown: throw .notFound
        }
    }

    private func checkAssigneePath(_ operation: Operation, _ path: String) throws(Refusal) {
        guard operation == .assignThread || operation == .unassignThread else { return }
        let isGuide = path.hasPrefix("/conversations/v3/")
        let isReference = path.hasPrefix("/conversations/conversations/v3/")
        switch portal.settings.assigneePath {
        case .guide where isReference, .reference where isGuide: throw .notFound
        default: return
        }
    }

    /// - Returns: nil for a call that needs no token.
    private func authenticate(_ request: Request, _ operation: Operation) throws(Refusal) -> Secret? {
        if operation == .tokenInfo { return nil }
        let header = request.headers[.authorization] ?? ""
        guard header.hasPrefix("Bearer ") else { throw .unauthorized }
        let token = Secret(String(header.dropFirst("Bearer ".count)))
        guard portal.scopes(of: token) != nil else { throw .unauthorized }
        return token
    }

    private func authorize(_ token: Secret?, _ operation: Operation, _ parameters: [String: String]) throws(Refusal) {
        guard let token else { return }
        let type = operation.objectCall?.type ?? parameters["type"].flatMap(ObjectType.init(named:))
        let needed = operation.route.scopes(type)
        guard needed.contains(where: (portal.scopes(of: token) ?? []).contains) else { throw .missingScopes(needed) }
    }

    /// What HubSpot answers for a thread or a ticket that is not there, as live captures have it: a page without JSON.
    private func missingPage(_ headers: [String: String]) -> SimulatedAnswer {
        let own = ["X-HubSpot-NotFound": "true", "X-HubSpot-Correlation-Id": portal.ambient.uniqueID().lowercased()]
        return SimulatedAnswer(
            status: 404, headers: headers.merging(own) { $1 }, page: "<html><body><h1>404 Not Found</h1></body></html>")
    }

    private func answer(refused refusal: Refusal, _ headers: [String: String] = [:]) -> SimulatedAnswer {
        SimulatedAnswer(
            status: refusal.status, headers: headers.merging(refusal.headers) { $1 },
            body: refusal.json(correlationID: portal.ambient.uniqueID().lowercased()))
    }

    private func response(refused refusal: Refusal) -> Response { answer(refused: refusal).response }
}
