import Foundation
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

/// A function on AWS Lambda, while a test uses it.
struct LambdaStage: Sendable {
    typealias Invocation = FakeRuntimeAPI.Invocation

    let workspace: Workspace

    /// Runs until so much was said of the invocations, and gives it.
    func run(
        _ invocations: [Invocation], said count: Int? = nil, sink: LoopbackServer? = nil,
        environment: [String: String] = [:], status: @escaping @Sendable (String) -> String? = { _ in nil }
    ) async throws -> FakeRuntimeAPI {
        let api = try FakeRuntimeAPI(invocations, status: status)
        try await FewAtOnce.run {
            let sinkURL = ["K_SINK": sink?.url ?? "http://127.0.0.1:9"]
            let settings = try await ContainerStage.settings(
                workspace, "emitter", environment: sinkURL.merging(environment) { $1 })
            let runtime = LambdaRuntime(api: api.address, ambient: .live, logger: .silent) { settings }
            let running = Task { try await runtime.run() }
            let isSaid = await eventually { api.said.count >= count ?? invocations.count }
            #expect(isSaid)
            running.cancel()
            try await running.value
        }
        return api
    }

    static func fixture(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/lambda/\(name).json")
        return Array(try Data(contentsOf: url))
    }
}
