import HTTPTypes
import Hummingbird
import NIOCore
import RelayCore

/// Answers calls about the simulator itself, and gives out the portal's files.
struct ControlResponder: Sendable {
    let simulation: Simulation
    private let rows: [(segments: [Substring], route: ControlRoute)] = ControlRoute.all.map {
        ((ControlPath.root + $0.path).split(separator: "/"), $0)
    }

    init(_ simulation: Simulation) { self.simulation = simulation }

    func respond(to request: Request, body: [UInt8], baseURL: String) async -> Response {
        do {
            if request.uri.path.hasPrefix("\(ControlPath.files)/") { return try await file(request, baseURL) }
            let (route, parameters) = try route(request)
            let reader = try ObjectReader(body.isEmpty ? [:] : try JSON.parse(body), path: "")
            try reader.allow(route.fields)
            let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
            let input = ControlRoute.Input(
                body: reader, path: parameters, query: Dictionary(query, uniquingKeysWith: { _, last in last }),
                baseURL: baseURL)
            return Self.response(200, try await route.act(simulation, input))
        } catch let error as FieldError {
            let problem: JSON = ["error": .string(error.description), "field": .string(error.path)]
            return Self.response(400, error.path.isEmpty ? ["error": "the body must be an object"] : problem)
        } catch let error as PortalError {
            return Self.refused(Refusal(error))
        } catch let error as Refusal {
            return Self.refused(error)
        } catch {
            return Self.response(400, ["error": .string("the body is not JSON: \(error)")])
        }
    }

    private static func response(_ status: Int, _ body: JSON) -> Response {
        SimulatedAnswer(status: status, body: body).response
    }

    private static func refused(_ refusal: Refusal) -> Response {
        response(refusal.status, ["error": .string(refusal.message)])
    }

    private func route(_ request: Request) throws(Refusal) -> (ControlRoute, [String: String]) {
        let segments = request.uri.path.split(separator: "/")
        var isKnownPath = false
        for row in rows {
            guard let parameters = RouteTable.parameters(row.segments, segments) else { continue }
            if row.route.method == request.method.rawValue { return (row.route, parameters) }
            isKnownPath = true
        }
        throw isKnownPath ? .methodNotAllowed : Refusal(404, "no such call of the simulator")
    }

    private func file(_ request: Request, _ baseURL: String) async throws(Refusal) -> Response {
        guard request.method == .get else { throw .methodNotAllowed }
        let id = String(request.uri.path.dropFirst(ControlPath.files.count + 1))
        guard let file = await simulation.portal.file(id) else { throw .notFound }
        let query = request.uri.queryParameters
        let isGood = simulation.portal.files(at: baseURL).isGood(
            for: file, expires: query["expires"].map { String($0) }, signature: query["signature"].map { String($0) },
            at: simulation.portal.ambient.now())
        guard isGood else { throw Refusal(403, "the address has expired or is not signed") }
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
