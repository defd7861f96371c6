import Deployment
import Foundation
import HostCore
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import FunctionHost
@testable import HostWorkers

@Suite("The pool of workers")
struct WorkerPoolTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    struct Row: NamedCase {
        let name: String
        var id: String { name }
        let status: FunctionResult.Status
        var code: ReasonCode?
    }

    /// Whatever a worker does, its event gets a result, and the next event is done.
    @Test(
        "Every event gets its own result, whatever the worker does", .timeLimit(.minutes(10)),
        arguments: [
            Row(name: "done", status: .done), Row(name: "skip", status: .skipped, code: .ownMessage),
            Row(name: "refuse", status: .failed, code: .notFound), Row(name: "long", status: .done),
            Row(name: "twice", status: .done), Row(name: "die", status: .retry, code: .workerDied),
            Row(name: "garbage", status: .retry, code: .workerDied), Row(name: "code", status: .retry, code: .workerDied),
            Row(name: "killed", status: .retry, code: .workerUnavailable),
            Row(name: "trap", status: .retry, code: .workerDied), Row(name: "hang", status: .retry, code: .deadlinePassed),
        ])
    func result(_ row: Row) async throws {
        let pool = try await workspace.pool("scripted", timeout: 1)
        let result = await pool.run(event(row.id), within: 30)
        #expect(result.status == row.status)
        #expect(result.code == row.code)
        let next = await pool.run(event("done"))
        #expect(next.status == .done)
        #expect(next.code == nil)
        await pool.stop(within: 5)
    }

    @Test("A worker is kept while it is well")
    func kept() async throws {
        let pool = try await workspace.pool("scripted")
        for id in ["done-1", "refuse-2", "fault-3", "done-4"] { _ = await pool.run(event(id)) }
        #expect(workspace.text(of: "starts") == "started\n")
        #expect(pool.restarts == 0)
        _ = await pool.run(event("die"))
        _ = await pool.run(event("done-5"))
        #expect(workspace.text(of: "starts") == "started\nstarted\n")
        #expect(pool.restarts == 1)
        await pool.stop(within: 5)
    }

    @Test("Events wait for a free worker")
    func waiting() async throws {
        let pool = try await workspace.pool("scripted")
        let results = await withTaskGroup(of: InvocationResult.self) { group in
            for number in 1...20 { group.addTask { await pool.run(event("done-\(number)")) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 20)
        #expect(results.allSatisfy { $0.status == .done })
        #expect(workspace.text(of: "starts") == "started\n")
        await pool.stop(within: 5)
    }

    /// The worker is given two events at once, of which it works on the first until the gate is open; the third waits.
    private func threeEvents(_ first: String, _ pool: WorkerPool) async -> [InvocationResult] {
        let one = Task { await pool.run(event(first)) }
        _ = await eventually { workspace.text(of: "starts") == "started\n" }
        let others = [2, 3].map { number in Task { await pool.run(event("done-\(number)")) } }
        #expect(await eventually { pool.waiting == 1 })
        _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
        return [await one.value, await others[0].value, await others[1].value]
    }

    @Test("A worker may be given an event before it has answered the last", .timeLimit(.minutes(10)))
    func eventsAtOnce() async throws {
        let pool = try await workspace.pool("scripted", eventsPerWorker: 2)
        let results = await threeEvents("gate", pool)
        #expect(results.map(\.status) == [.done, .done, .done])
        #expect(workspace.text(of: "starts") == "started\n")
        await pool.stop(within: 5)
    }

    @Test(
        "What a worker had not begun when it ended, or was killed, is done by another", .timeLimit(.minutes(10)),
        arguments: [("fall", 30, ReasonCode.workerDied), ("hang", 3, .deadlinePassed)])
    func endedWithEvents(_ first: String, timeout: Int, code: ReasonCode) async throws {
        let pool = try await workspace.pool("scripted", timeout: timeout, eventsPerWorker: 2)
        let results = await threeEvents(first, pool)
        #expect(results.map(\.code) == [code, nil, nil])
        #expect(results.map(\.status) == [.retry, .done, .done])
        #expect(workspace.text(of: "starts") == "started\nstarted\n")
        #expect(pool.restarts == 1)
        await pool.stop(within: 5)
    }

    @Test("An event that gives up waiting takes no worker from others", .timeLimit(.minutes(10)))
    func cancelled() async throws {
        let pool = try await workspace.pool("scripted")
        let first = Task { await pool.run(event("gate")) }
        #expect(await eventually { workspace.text(of: "starts") == "started\n" })
        let second = Task { await pool.run(event("done-2")) }
        #expect(await eventually { pool.waiting == 1 })
        let third = Task { await pool.run(event("done-3")) }
        #expect(await eventually { pool.waiting == 2 })
        second.cancel()
        _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
        #expect(await first.value.status == .done)
        #expect(await second.value.code == .hostBusy)
        #expect(await third.value.status == .done)
        await pool.stop(within: 5)
    }

    @Test("The wait for a worker belongs to an event's time", .timeLimit(.minutes(10)))
    func waited() async throws {
        let clock = TestClock(now: Date(timeIntervalSince1970: 1_790_000_000))
        var ambient = Ambient.live
        ambient.now = { clock.now }
        let pool = try await workspace.pool("scripted", ambient: ambient)
        let first = Task { await pool.run(event("gate")) }
        #expect(await eventually { workspace.text(of: "starts") == "started\n" })
        let second = Task { await pool.run(event("done-2"), within: 3) }
        #expect(await eventually { pool.waiting == 1 })
        clock.advance(4)
        _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
        #expect(await first.value.status == .done)
        #expect(await second.value.code == .workerUnavailable)
        // The worker is free again.
        #expect(await pool.run(event("done-3"), within: 3).status == .done)
        await pool.stop(within: 5)
    }

    /// A function that died is started again after a while.
    @Test("An event that gives up while its worker waits to be started begins nothing", .timeLimit(.minutes(10)))
    func cancelledStart() async throws {
        let isWaiting = Flag()
        // The pause is counted from the death: on a clock that goes on, a slow machine would be past it.
        let clock = TestClock(now: Date(timeIntervalSince1970: 1_790_000_000))
        var ambient = Ambient.live
        ambient.now = { clock.now }
        ambient.sleep = { _ in
            isWaiting.set()
            await untilCancelled()
        }
        let pool = try await workspace.pool("scripted", ambient: ambient)
        #expect(await pool.run(event("die")).code == .workerDied)
        let second = Task { await pool.run(event("done-2")) }
        #expect(await eventually { isWaiting.isSet })
        second.cancel()
        #expect(await second.value.code == .hostBusy)
        #expect(workspace.text(of: "starts") == "started\n")
        await pool.stop(within: 5)
    }

    /// Requests have less time than the longest pause.
    @Test("A pause before a start is counted from the death, whoever waits for it", .timeLimit(.minutes(10)))
    func pause() async throws {
        let clock = TestClock(now: Date(timeIntervalSince1970: 1_790_000_000))
        let slept = Mutex<[Double]>([])
        var ambient = Ambient.live
        ambient.now = { clock.now }
        ambient.sleep = { seconds in slept.withLock { $0.append((seconds * 10).rounded() / 10) } }
        let pool = try await workspace.pool("scripted", ambient: ambient)
        for number in 1...6 { #expect(await pool.run(event("die-\(number)")).code == .workerDied) }
        clock.advance(5)
        #expect(await pool.run(event("die-7")).code == .workerDied)
        // Longer than any pause: nobody waits any more.
        clock.advance(11)
        #expect(await pool.run(event("done")).status == .done)
        #expect(slept.withLock(\.self) == [0.2, 0.4, 0.8, 1.6, 3.2, 1.4])
        await pool.stop(within: 5)
    }

    @Test("A worker sees the keys that it declares, and no others")
    func environment() async throws {
        let pool = try await workspace.pool("scripted", environment: ["TEST_ALLOWED": "shown", "TEST_HIDDEN": "secret"])
        let result = await pool.run(event("environment"))
        #expect(result.data["seen"]?.string == "[shown][]")
        await pool.stop(within: 5)
    }

    /// What a terminal or a service manager sends to all of the host's processes does not end an event that is begun.
    @Test("A worker is out of reach of the host's signals")
    func signals() async throws {
        let pool = try await workspace.pool("scripted")
        let result = await pool.run(event("process"))
        let process = try #require(result.data["process"]?.string.flatMap { Int32($0) })
        #expect(getpgid(process) == process)
        let presence = try #require(result.data["isWorker"]?.string)
        #expect(presence.hasPrefix(workspace.path("workers") + "/"))
        await pool.stop(within: 5)
    }

    @Test("The log lines of a worker are passed on")
    func log() async throws {
        let log = LogLines()
        let pool = try await workspace.pool("scripted", log: log)
        _ = await pool.run(event("log"))
        #expect(await eventually { log.all == ["a line for the log"] })
        await pool.stop(within: 5)
    }

    @Test("A worker that refused its configuration is not started again")
    func refusedOnce() async throws {
        let pool = try await workspace.pool("misconfigured")
        for _ in 1...3 {
            let result = await pool.run(event("a", type: "wrong.one"))
            #expect(result.status == .failed)
            #expect(result.code == .badConfiguration)
            #expect(result.message == "HUBSPOT_ACCESS_TOKEN is missing")
        }
        #expect(workspace.text(of: "starts") == "started\n")
    }

    @Test("A refused configuration is known before the first event")
    func refusedEarly() async throws {
        let refused = try await workspace.pool("misconfigured")
        await refused.check()
        #expect(refused.misconfiguration == "HUBSPOT_ACCESS_TOKEN is missing")
        #expect(
            refused.configurationFaults == [ConfigurationFault(key: "misconfigured", problem: "HUBSPOT_ACCESS_TOKEN is missing")])
        let well = try await workspace.pool("scripted")
        await well.check()
        #expect(well.misconfiguration == nil && well.configurationFaults.isEmpty)
    }

    @Test("A function that hangs at its start is said, and does not hold up who is told to end", .timeLimit(.minutes(5)))
    func hanging() async throws {
        let hasty = try await workspace.pool("hanging", timeout: 1)
        #expect(await hasty.check() == "hanging has hung for 1 s before it was given an event")
        let patient = try await workspace.pool("hanging", timeout: 600)
        let check = Task { await patient.check() }
        check.cancel()
        _ = await check.value
    }

    @Test("A missing executable is named")
    func missing() async throws {
        try FileManager.default.removeItem(atPath: workspace.path("scripted"))
        let template = try workspace.template(["scripted"])
        let error = await #expect(throws: HostError.self) { try await FunctionCatalog(template, folder: workspace.folder) }
        #expect(error?.description.contains("scripted") == true)
        #expect(error?.description.contains("swift build") == true)
    }
}

extension WorkerPool {
    fileprivate func run(_ event: RelayEvent, within seconds: Double? = nil) async -> InvocationResult {
        await invoke(EncodedEvent(event), DeliveryFacts(), within: seconds).result
    }
}
