import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@testable import FunctionHost

@Suite("Delivery by the host", .timeLimit(.minutes(10)))
struct HostDeliveryTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("What a function emits is delivered")
    func emitted() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, port in
            let records = host.observers.stream()
            try await host.accept([event("emit")])
            let seen = await records.next(2)
            #expect(seen.map(\.event.id) == ["emit", "done-emitted"])
            #expect(seen.allSatisfy { $0.result.status == .done && $0.outcome == .completed })
            #expect(try await host.queue.counts() == QueueCounts())
            let metrics = try await HTTPExchange.send("GET", "/metrics", port: port).body
            #expect(metrics.contains(#"deskrelay_unrouted_events_total{type="nobody.takes"} 1"#))
            #expect(
                metrics.contains(
                    #"deskrelay_invocations_total{function="scripted",status="done",code="",organization="default"} 2"#))
        }
    }

    @Test("An event that failed is a dead letter at once, and the next one goes on")
    func failed() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            let records = host.observers.stream()
            try await host.accept([event("refuse"), event("done")])
            let seen = await records.next(2)
            #expect(seen.map(\.outcome) == [.buried, .completed])
            #expect(try await host.queue.deadLetters(.all).map(\.code) == ["not-found"])
        }
    }

    @Test("A fault is tried again at growing intervals, and then is a dead letter")
    func faults() async throws {
        let clock = TestClock()
        try await RunningHost.with(workspace, ["scripted"], ambient: clock.ambient) { host, _ in
            let records = host.observers.stream()
            let start = clock.now
            try await host.accept([event("fault")])
            let seen = await records.next(5)
            #expect(seen.map(\.attempt) == [0, 1, 2, 3, 4])
            #expect(seen.map { $0.outcome == .buried } == [false, false, false, false, true])
            #expect(clock.now.timeIntervalSince(start) >= 1 + 4 + 16 + 64)
            #expect(try await host.queue.deadLetters(.all).map(\.code) == ["internal-error"])
        }
    }

    @Test("A fault that passes ends well")
    func passingFault() async throws {
        try await RunningHost.with(workspace, ["scripted"], ambient: TestClock().ambient) { host, _ in
            let records = host.observers.stream()
            try await host.accept([event("once")])
            let seen = await records.next(3)
            #expect(seen.map(\.result.status) == [.retry, .retry, .done])
            #expect(try await host.queue.counts() == QueueCounts())
        }
    }

    @Test("What is waited for is told while it lasts, and the host is ready all the same")
    func waits() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, port in
            let records = host.observers.stream()
            try await host.accept([event("outage")])
            #expect(await records.next(1).map(\.result.code) == [.unauthorized])
            let ready = try await HTTPExchange.send("GET", "/readyz", port: port)
            #expect(ready.status == 200)
            let wait = try #require(try JSON.parse(Array(ready.body.utf8))["waits"]?.array?.first)
            #expect(wait["code"] == "unauthorized" && wait["events"] == 1 && wait["organization"] == "default")
            let since = try #require((wait["since"]?.string).flatMap(Timestamp.parse))
            let metrics = try await HTTPExchange.send("GET", "/metrics", port: port).body
            let labels = #"{organization="default",code="unauthorized"}"#
            #expect(metrics.contains("deskrelay_waiting_events\(labels) 1\n"))
            #expect(metrics.contains("deskrelay_waiting_since_seconds\(labels) \(Int(since.timeIntervalSince1970))\n"))

            _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
            #expect(try await eventually { try await host.queue.counts() == QueueCounts() })
            #expect(try await HTTPExchange.send("GET", "/readyz", port: port).body == #"{"status":"ready"}"#)
            #expect(try await !HTTPExchange.send("GET", "/metrics", port: port).body.contains("deskrelay_waiting_events{"))
        }
    }

    @Test("An event is settled once the queue can be written again, however long that takes")
    func fullDisk() async throws {
        let clock = TestClock()
        try await RunningHost.with(workspace, ["scripted"], ambient: clock.ambient) { host, _ in
            let records = host.observers.stream()
            let other = try workspace.queueFile()
            try await other.write { database in
                try database.execute(
                    sql: "CREATE TRIGGER full BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'as on a full disk'); END")
            }
            try await host.accept([event("done")])
            // Its longest delay, more often than a host that is stopped waits for it.
            #expect(await eventually { clock.slept.count { $0 == 20 } > 3 })
            #expect(try await host.queue.counts() == QueueCounts(waiting: 1, leased: 1))
            try await other.write { try $0.execute(sql: "DROP TRIGGER full") }
            #expect(await records.next(1).map(\.result.status) == [.done])
            #expect(try await host.queue.counts() == QueueCounts())
        }
    }

    @Test("An event is not delivered before its time")
    func notBefore() async throws {
        let clock = TestClock()
        try await RunningHost.with(workspace, ["scripted"], ambient: clock.ambient) { host, _ in
            let records = host.observers.stream()
            let due = clock.now + 3600
            try await host.accept([event("done", notBefore: due)])
            _ = await records.next(1)
            #expect(clock.now >= due)
        }
    }

    @Test("The events of a misconfigured function wait")
    func misconfigured() async throws {
        try await RunningHost.with(workspace, ["misconfigured", "scripted"]) { host, port in
            let records = host.observers.stream()
            let ready = try await HTTPExchange.send("GET", "/readyz", port: port)
            #expect(ready.status == 503)
            // What is wrong stands in the log.
            #expect(ready.body == #"{"faults":{"misconfigured":"bad-configuration"},"status":"not ready"}"#)
            try await host.accept([event("a", type: "wrong.one")])
            let seen = await records.next(1)
            #expect(seen.first?.result.code == .badConfiguration)
            #expect(try await host.queue.counts() == QueueCounts(waiting: 1))
            #expect(workspace.text(of: "starts").split(separator: "\n").count == 2)
        }
    }

    @Test("An event that is begun is finished before the host ends")
    func ending() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, port in
            try await host.accept([event("gate")])
            #expect(try await eventually { try await host.queue.counts().leased == 1 })
            let gate = workspace.path("gate")
            // Lets the function go on only once the host takes nothing more, which is after this body.
            Task.detached {
                _ = await eventually { await (try? HTTPExchange.send("GET", "/healthz", port: port)) == nil }
                _ = FileManager.default.createFile(atPath: gate, contents: nil)
            }
        }
        let queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        #expect(try await queue.counts() == QueueCounts())
    }

    @Test("A queue has one host at a time")
    func oneHost() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            try await host.accept([event("gate")])
            #expect(try await eventually { try await host.queue.counts().leased == 1 })
            let error = await #expect(throws: HostError.self) {
                try await RunningHost.with(workspace, ["scripted"]) { _, _ in }
            }
            #expect(error?.description.contains(workspace.path("queue.sqlite.lock")) == true)
            #expect(try await host.queue.counts().leased == 1)
            // Who only looks at the dead letters may.
            #expect(try await SQLiteEventQueue(path: workspace.path("queue.sqlite")).deadLetters(.all).isEmpty)
            _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
        }
        let left = try await RunningHost.with(workspace, ["scripted"]) { host, _ in try await host.queue.counts() }
        #expect(left == QueueCounts())
    }

    @Test("An event of another process is delivered once the bell rings")
    func bell() async throws {
        let path = workspace.path("queue.sqlite")
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            let records = host.observers.stream()
            let other = try SQLiteEventQueue(path: path)
            // More than one: the host may find the next by itself when it is just done with one.
            for number in 1...10 {
                _ = try await other.add([.to("scripted", event("done-\(number)"))], now: Date())
                other.ring()
                #expect(await records.next(1).map(\.event.id) == ["done-\(number)"])
            }
        }
    }

    @Test("What an ended host had begun is delivered by the next one")
    func nextHost() async throws {
        let queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        _ = try await queue.add([.to("scripted", event("done"))], now: Date())
        #expect(try await queue.lease("scripted", now: Date() + 1) != nil)
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            let records = host.observers.stream()
            #expect(await records.next(1).map(\.event.id) == ["done"])
        }
    }
}
