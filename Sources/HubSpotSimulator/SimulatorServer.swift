import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// The simulated portal's API over HTTP, on loopback.
package struct SimulatorServer: Sendable {
    private let portal: SimulatedPortal

    package init(_ portal: SimulatedPortal) { self.portal = portal }

    /// Serves until the task is cancelled.
    /// - Parameter onRunning: Gets the port once the server listens.
    package func run(port: Int = 0, onRunning: @escaping @Sendable (Int) -> Void) async throws {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .patch, .put, .delete] {
            router.on("/**", method: method) { request, _ in try await answer(request) }
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in onRunning(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "simulator", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await application.run()
    }

    private func answer(_ request: Request) async throws -> Response {
        let buffer = try await request.body.collect(upTo: 10 * 1024 * 1024)
        let query = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { first, _ in first })
        let authorization = request.headers[.authorization] ?? ""
        let answer = await portal.answer(
            method: request.method.rawValue, path: request.uri.path, query: query,
            token: authorization.hasPrefix("Bearer ") ? String(authorization.dropFirst(7)) : nil,
            body: (try? JSON.parse(Array(buffer.readableBytesView))) ?? .null)
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in answer.headers {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body.canonical)))
    }
}
