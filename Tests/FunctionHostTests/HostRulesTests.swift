import Foundation
import Logging
import RelayCore
import TestSupport
import Testing

@testable import FunctionHost

@Suite("The host's rules")
struct HostRulesTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    struct Case: NamedCase {
        let name: String
        let result: FunctionResult
        var attempts = 0
        let expected: DeliveryOutcome
    }

    static let cases = [
        Case(name: "done", result: .done(), expected: .complete),
        Case(name: "skipped", result: .skipped(.ownMessage), expected: .complete),
        Case(name: "failed is dead at once", result: .failed(.validation), expected: .bury),
        Case(
            name: "a fault waits longer each time", result: .retry(.unavailable), attempts: 2,
            expected: .postpone(until: now + 16, isFault: true)),
        Case(
            name: "a fault with a time", result: .retry(.rateLimited, after: 7),
            expected: .postpone(until: now + 7, isFault: true)),
        Case(name: "the last fault", result: .retry(.unavailable), attempts: 4, expected: .bury),
        Case(
            name: "a wait is no fault, however often", result: .retry(.leaseBusy, after: 3), attempts: 4,
            expected: .postpone(until: now + 3, isFault: false)),
        Case(
            name: "bad configuration is no fault of the event", result: .failed(.badConfiguration), attempts: 4,
            expected: .postpone(until: now + 30, isFault: false)),
    ]

    @Test("What becomes of an event", arguments: cases)
    func outcome(_ test: Case) {
        #expect(DeliveryOutcome.of(test.result, attempts: test.attempts, maximumReceives: 5, now: Self.now) == test.expected)
    }

    private func queuePath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)/queue.sqlite").path
    }

    private func event(_ id: String, notBefore: Date? = nil) -> RelayEvent {
        RelayEvent(id: id, source: "/t", type: "t", data: [:], notBefore: notBefore)
    }

    @Test("An event stands once for a function, is due when it says, and survives the host")
    func queue() async throws {
        let path = queuePath()
        var queue = try EventQueue(path: path)
        #expect(try await queue.add([("f", event("1")), ("f", event("1")), ("g", event("1"))], now: Self.now) == 2)
        #expect(try await queue.add([("f", event("2", notBefore: Self.now + 60))], now: Self.now) == 1)
        let first = try #require(try await queue.lease(for: "f", now: Self.now))
        #expect(first.event.id == "1")
        #expect(try await queue.lease(for: "f", now: Self.now) == nil)
        #expect(try await queue.nextDue(for: "f") == Self.now + 60)
        queue = try EventQueue(path: path)
        let again = try #require(try await queue.lease(for: "f", now: Self.now))
        #expect(again.rowID == first.rowID)
        #expect(try await queue.complete(again, emitting: [("g", event("3"))], now: Self.now) == 1)
        #expect(try await queue.counts() == EventQueue.Counts(waiting: 3, leased: 0, dead: 0))
    }

    @Test("Faults are counted, waits are not; a dead letter can be revived")
    func faults() async throws {
        let queue = try EventQueue(path: queuePath())
        _ = try await queue.add([("f", event("1"))], now: Self.now)
        var queued = try #require(try await queue.lease(for: "f", now: Self.now))
        try await queue.postpone(queued, until: Self.now + 1, isFault: false, message: nil)
        queued = try #require(try await queue.lease(for: "f", now: Self.now + 1))
        #expect(queued.event.attempt == 0)
        try await queue.postpone(queued, until: Self.now + 2, isFault: true, message: nil)
        queued = try #require(try await queue.lease(for: "f", now: Self.now + 2))
        #expect(queued.event.attempt == 1)
        try await queue.bury(queued, code: "validation", message: "no")
        let letter = try #require(try await queue.deadLetters().first)
        #expect(letter.code == "validation")
        #expect(try await queue.revive(letter.rowID, now: Self.now))
        #expect(try await queue.lease(for: "f", now: Self.now)?.attempts == 0)
    }

    @Test("template.yaml describes all six functions")
    func template() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let yaml = try String(contentsOf: root.appendingPathComponent("template.yaml"), encoding: .utf8)
        let functions = try DeploymentTemplate(yaml: yaml).functions
        #expect(functions.count == 6)
        let receive = try #require(functions.first { $0.name == "webhook-receive" })
        #expect(receive.routes == ["/webhooks/hubspot/{organization}/{token}"])
        #expect(functions.first { $0.name == "message-route" }?.maximumReceives == 5)
        #expect(throws: TemplateError.self) { try DeploymentTemplate(yaml: "Resources: {}") }
    }

    @Test("A worker that dies, answers nonsense, hangs, or refuses its configuration")
    func workers() async throws {
        func pool(_ script: String) throws -> WorkerPool {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
            let template = try DeploymentTemplate(
                yaml: "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {Timeout: 5, ImageConfig: {Command: [f]}}}}"
            )
            let function = HostedFunction(
                name: "f", executable: path, takes: ["t"], configurationKeys: ["ALLOWED"], settings: template.functions[0])
            return WorkerPool(
                function, environment: ["ALLOWED": "yes", "SECRET": "no", "PATH": "/usr/bin:/bin"], ambient: .live,
                logger: .relay(label: "test", level: "off", format: "json"), onLog: { _ in })
        }
        let echo = #"while read -r line; do printf '{"status":"done","message":"%s"}\n' "$ALLOWED$SECRET"; done"#
        let good = try pool(echo)
        #expect(await good.invoke(event("1"), timeout: 5).message == "yes")
        #expect(await good.invoke(event("2"), timeout: 5).status == .done)
        await good.stop(within: 5)
        #expect(try await pool("read -r line; exit 3").invoke(event("1"), timeout: 5).code == .workerDied)
        #expect(try await pool("read -r line; echo nonsense; read -r line").invoke(event("1"), timeout: 5).code == .workerDied)
        #expect(try await pool("exec sleep 60").invoke(event("1"), timeout: 0.1).code == .deadlinePassed)
        let refusing = try pool("exit 78")
        #expect(await refusing.invoke(event("1"), timeout: 5).code == .badConfiguration)
        #expect(await refusing.misconfiguration != nil)
    }
}
