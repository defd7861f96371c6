import ContainerHost
import Deployment
import Foundation
import HostCore
import Logging
import RelayCore
import TestSupport

/// One function behind its container's host, while a test uses it.
enum ContainerStage {
    static func settings(
        _ workspace: Workspace, _ function: String, workers: Int = 1, environment: [String: String] = [:]
    ) async throws -> ContainerSettings {
        let catalog = try await FunctionCatalog(
            try workspace.template([function], workers: workers), folder: workspace.folder)
        return ContainerSettings(
            function: function, catalog: catalog, environment: workspace.environment(environment))
    }

    /// - Parameter body: Gets the port, and what tells the host to end.
    static func with<Value: Sendable>(
        _ workspace: Workspace, _ function: String = "emitter", workers: Int = 1, environment: [String: String] = [:],
        ambient: Ambient = .live, logger: Logger = .silent,
        _ body: @Sendable (Int, _ end: @escaping @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        try await FewAtOnce.run {
            let (port, running) = try await start(
                workspace, function, workers: workers, environment: environment, ambient: ambient, logger: logger)
            let outcome: Result<Value, any Error>
            do {
                outcome = .success(try await body(port) { running.cancel() })
            } catch {
                outcome = .failure(error)
            }
            running.cancel()
            try await running.value
            return try outcome.get()
        }
    }

    /// - Returns: The port, and what serves until it is cancelled.
    static func start(
        _ workspace: Workspace, _ function: String, workers: Int = 1, environment: [String: String], ambient: Ambient = .live,
        logger: Logger = .silent
    ) async throws -> (port: Int, running: Task<Void, any Error>) {
        let settings = try await settings(workspace, function, workers: workers, environment: environment)
        let prepared = try PreparedFunction(settings, ambient: ambient, logger: logger)
        try await prepared.start(needing: ContainerServer.faults(prepared))
        let server = try ContainerServer(prepared)
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { started.finish() }
            try await server.run(address: "127.0.0.1", port: 0) { started.yield($0) }
        }
        guard let port = await ports.first(where: { _ in true }) else { throw HostError("the host did not start") }
        return (port, running)
    }

    /// Sends one event in the structured mode.
    static func send(
        _ event: RelayEvent, port: Int, path: String = "/", headers: [String] = []
    ) async throws -> HTTPExchange.Answer {
        try await HTTPExchange.send(
            "POST", path, port: port, headers: ["Content-Type: application/cloudevents+json"] + headers,
            body: event.json.canonicalBytes)
    }
}

extension Ambient {
    /// The real one, but for the patience with a worker, which does not end: the machine may be slow.
    static var patient: Ambient {
        var ambient = Ambient.live
        ambient.sleep = { seconds in seconds == 5 ? await untilCancelled() : await Ambient.live.sleep(seconds) }
        return ambient
    }
}
