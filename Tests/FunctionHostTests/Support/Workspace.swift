import Deployment
import Foundation
import GRDB
import HostCore
import Logging
import RelayCore
import TestSupport
import Testing

@testable import FunctionHost
@testable import HostWorkers

/// A folder of its own for one test, with the scripted functions in it.
final class Workspace: Sendable {
    private let temporary: TemporaryFolder

    init() throws {
        temporary = try TemporaryFolder()
        let fixtures = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
        for name in ["scripted", "misconfigured", "receiver", "guarded", "emitter", "hanging"] {
            try FileManager.default.copyItem(atPath: fixtures.appendingPathComponent(name).path, toPath: path(name))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
        }
    }

    /// The queue's file, for somebody else than the host: waits while the host writes.
    func queueFile() throws -> DatabaseQueue { try file("queue.sqlite") }

    /// The same of the history's.
    func historyFile() throws -> DatabaseQueue { try file("history.sqlite") }

    private func file(_ name: String) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(Hang.seconds)
        return try DatabaseQueue(path: path(name), configuration: configuration)
    }

    /// The names of the files in which the text stands anywhere, free pages and side files included.
    func files(holding text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
            guard name.contains(".sqlite"), let bytes = FileManager.default.contents(atPath: path(name)) else { return false }
            return bytes.range(of: Data(text.utf8)) != nil
        }
    }

    var folder: String { temporary.url.path }

    func path(_ name: String) -> String { temporary.path(name) }

    func text(of name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path(name)) ?? Data(), as: UTF8.self)
    }

    /// Method and path of the addresses of the receiver, in the tests that are not about them.
    static let receiverRoutes = ["ANY /webhooks/hubspot/{organization}/{token}"]

    func template(
        _ functions: [String], timeout: Int = Int(Hang.seconds), workers: Int = 1, eventsPerWorker: Int = 1,
        routes: [String] = receiverRoutes
    ) throws -> DeploymentTemplate {
        var yaml = "Resources:\n"
        for name in functions {
            yaml += """
                  \(name.capitalized):
                    Type: AWS::Serverless::Function
                    Metadata: {DeskRelay: {Workers: \(workers), EventsPerWorker: \(eventsPerWorker)}}
                    Properties:
                      ImageConfig: {Command: [\(name)]}
                      Timeout: \(timeout)
                      Events:

                """
            for (index, route) in (["receiver", "guarded", "emitter"].contains(name) ? routes : []).enumerated() {
                let parts = route.split(separator: " ")
                yaml += "        E\(index): {Type: HttpApi, Properties: {Method: \(parts[0]), Path: '\(parts[1])'}}\n"
            }
        }
        return try DeploymentTemplate(yaml: yaml)
    }

    func environment(_ more: [String: String] = [:]) -> [String: String] {
        ["PATH": "/usr/bin:/bin", "TEST_STARTS": path("starts"), "TEST_GATE": path("gate")].merging(more) { _, new in new }
    }

    func pool(
        _ name: String, timeout: Int = Int(Hang.seconds), eventsPerWorker: Int = 1, environment: [String: String] = [:],
        ambient: Ambient = .live, log: LogLines = LogLines()
    ) async throws -> WorkerPool {
        let template = try template([name], timeout: timeout, eventsPerWorker: eventsPerWorker)
        let catalog = try await FunctionCatalog(template, folder: folder)
        return WorkerPool(
            try #require(catalog.function(named: name)).worker, environment: self.environment(environment),
            presences: path("workers"), ambient: ambient, logger: .silent, onLog: { log.add($0) })
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

func event(_ id: String, type: String = "test.one", organization: String? = nil, notBefore: Date? = nil) -> RelayEvent {
    RelayEvent(id: id, source: "/test", type: type, data: [:], organization: organization, notBefore: notBefore)
}

/// Asks again until the condition holds. False when it hangs.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let limit = ContinuousClock.now + .seconds(Hang.seconds)
    while ContinuousClock.now < limit {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return false
}
