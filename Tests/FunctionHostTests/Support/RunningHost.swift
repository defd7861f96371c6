import Deployment
import Foundation
import HostCore
import HostSurface
import Operations
import RelayCore
import TestSupport

@testable import FunctionHost

/// A host that runs while a test uses it, and is stopped afterwards.
enum RunningHost {
    /// - Parameter change: To the host's settings.
    static func with<Value: Sendable>(
        _ workspace: Workspace, _ functions: [String], routes: [String] = Workspace.receiverRoutes,
        environment: [String: String] = [:], limits: HostServer.Limits? = nil, sessions: SessionLookup? = nil,
        ambient: Ambient = .live, change: @Sendable (inout LocalHost.Settings) -> Void = { _ in },
        onAdminRunning: @escaping @Sendable (Int) -> Void = { _ in },
        _ body: @Sendable (LocalHost, Int) async throws -> Value
    ) async throws -> Value {
        try await FewAtOnce.run {
            let template = try workspace.template(functions, routes: routes)
            var settings = LocalHost.Settings(
                template: template, executables: workspace.folder, environment: workspace.environment(environment),
                queuePath: workspace.path("queue.sqlite"))
            (settings.limits, settings.sessions) = (limits, sessions)
            change(&settings)
            let host = try await LocalHost(settings, ambient: ambient, logger: .silent, onLog: { _ in })
            return try await running(host, onAdminRunning, body)
        }
    }

    private static func running<Value: Sendable>(
        _ host: LocalHost, _ onAdminRunning: @escaping @Sendable (Int) -> Void,
        _ body: @Sendable (LocalHost, Int) async throws -> Value
    ) async throws -> Value {
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { started.finish() }
            try await host.run(onRunning: { started.yield($0) }, onAdminRunning: onAdminRunning)
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
