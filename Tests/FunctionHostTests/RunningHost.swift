import Foundation
import RelayCore
import TestSupport

@testable import FunctionHost

/// A host that runs while a test uses it, and is stopped afterwards.
enum RunningHost {
    static func with<Value: Sendable>(
        _ workspace: Workspace, _ functions: [String], environment: [String: String] = [:], ambient: Ambient = .live,
        _ body: @Sendable (LocalHost, Int) async throws -> Value
    ) async throws -> Value {
        try await FewAtOnce.run { try await alone(workspace, functions, environment, ambient, body) }
    }

    private static func alone<Value: Sendable>(
        _ workspace: Workspace, _ functions: [String], _ environment: [String: String], _ ambient: Ambient,
        _ body: @Sendable (LocalHost, Int) async throws -> Value
    ) async throws -> Value {
        let host = try await LocalHost(
            LocalHost.Settings(
                template: try workspace.template(functions), executables: workspace.folder,
                environment: workspace.environment(environment), queuePath: workspace.path("queue.sqlite")),
            ambient: ambient, logger: .silent, onLog: { _ in })
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { started.finish() }
            try await host.run { started.yield($0) }
        }
        let outcome: Result<Value, any Error>
        do {
            guard let port = await ports.first(where: { _ in true }) else { throw HostError("the host did not start") }
            outcome = .success(try await body(host, port))
        } catch {
            outcome = .failure(error)
        }
        running.cancel()
        try await running.value
        return try outcome.get()
    }
}
