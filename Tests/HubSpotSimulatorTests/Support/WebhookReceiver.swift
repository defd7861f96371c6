import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RelayCore
import ServiceLifecycle
import Synchronization

/// A server that takes webhooks, and answers what it is told to.
final class WebhookReceiver: Sendable {
    struct Received: Sendable {
        var headers: [String: String]
        var body: [UInt8]
        var events: [JSON] { ((try? JSON.parse(body)) ?? .null).array ?? [] }
    }

    private struct State {
        var received: [Received] = []
        var statuses: [Int]
    }

    private let state: Mutex<State>

    /// - Parameter statuses: Answers in their order; 200 when they are used up.
    init(statuses: [Int] = []) { state = Mutex(State(statuses: statuses)) }

    var received: [Received] { state.withLock { $0.received } }
    var events: [JSON] { received.flatMap(\.events) }

    private func take(_ received: Received) -> Int {
        state.withLock { state in
            state.received.append(received)
            return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
        }
    }

    /// Serves for as long as `body` takes; hands it the URL.
    func run(_ body: (String) async throws -> Void) async throws {
        let router = Router()
        router.post("/hook") { request, _ in
            let buffer = try await request.body.collect(upTo: 1024 * 1024)
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            let status = self.take(Received(headers: headers, body: Array(buffer.readableBytesView)))
            return Response(status: .init(code: status))
        }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                found.yield(channel.localAddress?.port ?? 0)
                found.finish()
            }, logger: Logger(label: "receiver", factory: { _ in SwiftLogNoOpLogHandler() }))
        let task = Task { try await application.run() }
        let port = await ports.first { _ in true } ?? 0
        defer { task.cancel() }
        try await body("http://127.0.0.1:\(port)/hook")
    }
}
