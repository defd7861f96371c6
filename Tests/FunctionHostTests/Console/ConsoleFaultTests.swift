import Console
import Foundation
import HostCore
import HostDelivery
import HostSurface
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import FunctionHost

@Suite("What goes wrong at the console", .timeLimit(.minutes(10)))
struct ConsoleFaultTests {
    private let stage: ConsoleStage

    init() throws { stage = try ConsoleStage() }

    struct Fault: NamedCase {
        let name: String
        let path: String
        var body: JSON?
        var check: (any Error)?
        var accept: (any Error)?
        var breaksHistory = false
        let status: Int
        let code: ReasonCode
        let says: String
    }

    private static let configuration = ConfigurationFaults([ConfigurationFault(key: "AI_ENGINE", problem: "is missing")])

    @Test(
        "It is told by its code, and written into the log without anybody's words",
        arguments: [
            Fault(
                name: "the configuration, asked by the check", path: "check", check: configuration, status: 500,
                code: .badConfiguration, says: "AI_ENGINE is missing"),
            Fault(
                name: "something unforeseen, asked by the check", path: "check", check: WatchedHistory.Failure(), status: 500,
                code: .internalError, says: "an unexpected Failure"),
            Fault(
                name: "the queue, which takes nothing", path: "replay", body: ["number": 1], accept: StoreError("could not add"),
                status: 503, code: .storeUnavailable, says: "could not add"),
            Fault(
                name: "the history", path: "events/1", breaksHistory: true, status: 500, code: .internalError,
                says: "an unexpected Failure"),
        ])
    func fault(_ row: Fault) async throws {
        try await stage.add([HistoryTests.entry("casey@customer.example")])
        let history = WatchedHistory(stage.history)
        if row.breaksHistory { history.isBroken.set() }
        let (check, accept) = (row.check, row.accept)
        let console = stage.api(
            history: history, check: { if let check { throw check } else { return [:] } },
            accept: { _ in if let accept { throw accept } })
        let answer = if let body = row.body { await console.post(row.path, body) } else { await console.get(row.path) }
        #expect(answer.status == row.status)
        #expect(answer.json["code"]?.string == row.code.rawValue)
        #expect(answer.json["error"]?.string?.contains(row.says) == true, "\(answer.json)")
        #expect(stage.lines.all.count == 1)
        let line = try JSON.parse(try #require(stage.lines.all.first))
        #expect(line["level"] == "error" && line["code"]?.string == row.code.rawValue)
        #expect(line["path"]?.string == "api/\(row.path.prefix { $0 != "/" })")
        #expect(!line.canonical.contains("casey"))
    }

    @Test("What the caller did wrong is not in the log", arguments: ["events?limit=0", "events/99", "nothing"])
    func callers(_ path: String) async throws {
        let parts = path.split(separator: "?")
        let query = parts.count == 2 ? ["limit": "0"] : [:]
        let answer = await stage.api().get(String(parts[0]), query: query)
        #expect(400..<500 ~= answer.status)
        #expect(stage.lines.all.isEmpty)
    }

    @Test("Who guesses the key leaves a trace")
    func guesses() async throws {
        let keys = ["CONSOLE_KEY": "example-console-key-1"]
        try await RunningHost.with(stage.workspace, ["scripted"], environment: keys) { _, port in
            let target = "/console/api/info"
            for offered in ["Bearer wrong", "Bearer example-console-key-2"] {
                #expect(
                    try await HTTPExchange.send("GET", target, port: port, headers: ["Authorization: \(offered)"]).status == 401)
            }
            #expect(try await HTTPExchange.send("GET", target + "?key=wrong", port: port).status == 401)
            let right = ["Authorization: Bearer example-console-key-1"]
            #expect(try await HTTPExchange.send("GET", target, port: port, headers: right).status == 200)
            let metrics = try await HTTPExchange.send("GET", "/metrics", port: port).body
            #expect(metrics.contains(#"deskrelay_refused_requests_total{code="bad-key"} 3"#))
        }
    }

    /// Lets nobody go before so many have come, or it is opened.
    private final class Gathering: Sendable {
        private let count = Mutex(0)
        private let gate = Flag()
        private let wanted: Int

        init(_ wanted: Int) { self.wanted = wanted }

        func wait() async {
            let isFull = count.withLock { count in
                count += 1
                return count == wanted
            }
            if isFull { gate.set() }
            _ = await eventually { gate.isSet }
        }

        func open() { gate.set() }
    }

    @Test("Reads take no room of bodies: ten at once are answered")
    func reads() async throws {
        let gathering = Gathering(10)
        try await RunningHost.with(
            stage.workspace, ["receiver"],
            change: { settings in
                settings.check = {
                    await gathering.wait()
                    return [:]
                }
            }
        ) { _, port in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let host = "127.0.0.1:\(port)"
                        let status = try await HTTPExchange.send("GET", "/console/api/check", port: port, host: host).status
                        // The others need not wait for it.
                        if status != 200 { gathering.open() }
                        return status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 10))
        }
    }
}
