import Foundation
import HostCore
import RelayCore
import TestSupport

@testable import FunctionHost

/// A host that runs while a test uses it, and is stopped afterwards.
enum RunningHost {
    static func with<Value: Sendable>(
        _ workspace: Workspace, _ functions: [String], routes: [String] = Workspace.receiverRoutes,
        environment: [String: String] = [:], ambient: Ambient = .live, _ body: @Sendable (LocalHost, Int) async throws -> Value
    ) async throws -> Value {
        try await FewAtOnce.run {
            try await alone(workspace, try workspace.template(functions, routes: routes), environment, ambient, body)
        }
    }

    private static func alone<Value: Sendable>(
        _ workspace: Workspace, _ template: DeploymentTemplate, _ environment: [String: String], _ ambient: Ambient,
        _ body: @Sendable (LocalHost, Int) async throws -> Value
    ) async throws -> Value {
        let host = try await LocalHost(
            LocalHost.Settings(
                template: template, executables: workspace.folder,
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

extension AsyncStream<InvocationRecord> {
    /// The next so many; fewer where the host ends first.
    func next(_ count: Int) async -> [InvocationRecord] {
        var records: [InvocationRecord] = []
        if count == 0 { return [] }
        for await record in self {
            records.append(record)
            if records.count == count { break }
        }
        return records
    }
}
