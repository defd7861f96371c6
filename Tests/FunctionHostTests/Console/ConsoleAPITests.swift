import Console
import Foundation
import HostCore
import HostDelivery
import HostSurface
import Operations
import RelayCore
import SQLiteQueue
import SessionStore
import TestSupport
import Testing

@testable import FunctionHost

/// The console's JSON, from a running host.
@Suite("The console's API", .timeLimit(.minutes(10)))
struct ConsoleAPITests {
    private let workspace: Workspace
    private let store: SQLiteStore

    init() throws {
        workspace = try Workspace()
        store = try SQLiteStore(path: workspace.path("relay.sqlite"))
    }

    private struct Caller: Sendable {
        let port: Int

        func get(_ path: String) async throws -> (status: Int, json: JSON) {
            let answer = try await HTTPExchange.send("GET", "/console/api/\(path)", port: port, host: "127.0.0.1:\(port)")
            return (answer.status, try JSON.parse(Array(answer.body.utf8)))
        }

        func post(_ path: String, _ body: JSON) async throws -> (status: Int, json: JSON) {
            let answer = try await HTTPExchange.send(
                "POST", "/console/api/\(path)", port: port, host: "127.0.0.1:\(port)",
                headers: ["X-DeskRelay-Console: 1"], body: body.canonicalBytes)
            return (answer.status, try JSON.parse(Array(answer.body.utf8)))
        }
    }

    private func whileRunning(
        _ environment: [String: String] = [:], _ body: @escaping @Sendable (LocalHost, Caller) async throws -> Void
    ) async throws {
        let sessions = SessionLookup(stores: store, organizations: ["default", "acme"])
        try await RunningHost.with(workspace, ["scripted"], environment: environment, sessions: sessions) { host, port in
            try await body(host, Caller(port: port))
        }
    }

    /// Waits until so many invocations are written down.
    private func written(_ count: Int, _ host: LocalHost) async throws {
        let isWritten = try await eventually {
            try await host.history.entries(.all, before: nil, limit: count).count == count
        }
        #expect(isWritten)
    }

    @Test("Events are listed by filter and page, each with what to do")
    func events() async throws {
        try await whileRunning { host, console in
            try await host.accept([event("done-1"), event("refuse-1"), event("done-2")])
            try await written(3, host)
            let failed = try await console.get("events?status=failed").json["entries"]?.array
            #expect(failed?.count == 1)
            #expect(failed?.first?["code"] == "not-found")
            #expect(failed?.first?["remedy"]?.string == ReasonCode.notFound.remedy)
            let first = try await console.get("events?limit=2").json
            #expect(first["entries"]?.array?.count == 2)
            let next = try #require(first["next"]?.int)
            let rest = try await console.get("events?limit=2&before=\(next)").json
            #expect(rest["entries"]?.array?.count == 1)
            #expect(rest["next"] == .null)
        }
    }

    @Test(
        "A wrong question is refused by the name of what is wrong",
        arguments: [
            "events?status=fine", "events?code=none", "events?since=yesterday", "events?limit=0", "events?before=x",
            "sessions?state=asleep", "dead-letters?code=x", "events?threads=7", "stream?cod=x", "report?until=1h",
            "sessions?Organization=acme", "dead-letters?codes=timeout", "queue?code=x", "trace/7?limit=1",
        ])
    func wrong(_ path: String) async throws {
        try await whileRunning { _, console in
            let answer = try await console.get(path)
            #expect(answer.status == 400)
            #expect(answer.json["code"] == "bad-field")
            let name = path.split(separator: "?")[1].split(separator: "=")[0]
            #expect(answer.json["error"]?.string?.hasPrefix(String(name)) == true)
        }
    }

    @Test("One event comes with its text, its invocations, their results and their logs; and its story")
    func oneEvent() async throws {
        try await whileRunning { host, console in
            try await host.accept([event("say"), event("emit")])
            try await written(3, host)
            let number = try #require(try await console.get("events?event=say").json["entries"]?.array?.first?["number"]?.int)
            let said = try await console.get("events/\(number)").json
            #expect(said["entry"]?["eventId"] == "say")
            #expect(said["event"]?["id"] == "say")
            #expect(said["result"]?["data"]?["sessionId"] == "ses_1")
            #expect(said["log"]?.array?.first?["message"] == "a step was not done")
            let story = try await console.get("trace/emit").json
            #expect(story["kind"] == "event")
            let step = try #require(story["steps"]?.array?.first)
            #expect(step["eventId"] == "emit" && step["deliveries"]?.array?.count == 1)
            #expect(step["event"] == nil && step["result"] == nil && step["log"] == nil)
            #expect(try await console.get("trace/ses_1").json["kind"] == "session")
            #expect(try await console.get("events/99").status == 404)
            #expect(try await console.get("trace/none").status == 404)
            #expect(try await console.get("nothing").status == 404)
        }
    }

    @Test("An event is done again under a new id, with the former one as its cause")
    func replay() async throws {
        try await whileRunning { host, console in
            let records = host.observers.stream()
            try await host.accept([event("done")])
            _ = await records.next(1)
            try await written(1, host)
            let number = try #require(try await console.get("events").json["entries"]?.array?.first?["number"])
            let plan = try await console.post("replay", ["number": number, "dryRun": true]).json
            #expect(plan["event"]?["causationid"] == "done")
            let edited: JSON = ["specversion": "1.0", "id": "x", "source": "/s", "type": "t", "data": ["changed": true]]
            let answer = try await console.post("replay", ["number": number, "event": edited])
            let id = try #require(answer.json["eventId"]?.string)
            #expect(id.hasPrefix("done:again-"))
            let again = try #require(await records.next(1).first)
            #expect(again.event.id == id)
            let decoded = try again.event.decoded()
            #expect(decoded.causationID == "done" && decoded.data == ["changed": true])
            #expect(try await console.post("replay", ["number": 99]).status == 404)
            #expect(try await console.post("replay", [:]).status == 400)
        }
    }

    @Test("The queue says what waits, and dead letters are tried again and dropped")
    func queue() async throws {
        try await whileRunning { host, console in
            let records = host.observers.stream()
            try await host.accept([
                event("outage"), event("refuse"), event("refuse-2"),
            ])
            // The one that waits may come again before the others have ended.
            var ended: Set<String> = []
            for await record in records {
                ended.insert(record.event.id)
                if ended.count == 3 { break }
            }
            let queue = try await console.get("queue").json
            #expect(queue["counts"]?["dead"] == 2)
            #expect(queue["waits"]?.array?.first?["code"] == "unauthorized")
            #expect(queue["waits"]?.array?.first?["remedy"]?.string == ReasonCode.unauthorized.remedy)
            #expect(queue["waiting"]?.array?.first?["eventId"] == "outage")
            let page = try await console.get("dead-letters?limit=1").json
            #expect(page["counts"] == ["not-found": 2] && page["deadLetters"]?.array?.count == 1)
            let rest = try await console.get("dead-letters?after=\(try #require(page["next"]?.int))").json
            #expect(rest["deadLetters"]?.array?.map { $0["eventId"] } == ["refuse-2"] && rest["next"] == .null)
            let dead = try #require(try await console.get("dead-letters").json["deadLetters"]?.array)
            #expect(dead.map { $0["eventId"] } == ["refuse", "refuse-2"])
            let number = try #require(dead.first?["number"]?.int)
            #expect(try await console.get("dead-letters/\(number)").json["event"]?["id"] == "refuse")
            #expect(try await console.post("dead-letters/retry", [:]).status == 400)
            #expect(try await console.post("dead-letters/retry", ["numbers": [.number(JSONNumber(number))]]).json["retried"] == 1)
            #expect(await records.first { $0.event.id == "refuse" } != nil)
            #expect(try await console.post("dead-letters/drop", ["numbers": [.number(JSONNumber(number))]]).json["dropped"] == 1)
            #expect(try await console.post("dead-letters/retry", ["all": true]).json["retried"] == 1)
        }
    }

    @Test("Sessions are listed, shown by their own id or their thread's, and changed by events")
    func sessions() async throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let acme = store.store(of: "acme")
        let id = SessionID.of(threadID: "7", organization: "acme")
        _ = try await acme.createSession(
            Session(id: id, threadID: "7", channel: .chat, state: .paused, createdAt: now, updatedAt: now + 5))
        _ = try await store.store(of: "default").createSession(
            Session(id: "ses_2", threadID: nil, channel: .email, createdAt: now, updatedAt: now))
        // Many that are newer, and in another state.
        for number in 0..<30 {
            _ = try await acme.createSession(
                Session(
                    id: "new_\(number)", threadID: nil, channel: .email, createdAt: now, updatedAt: now + 100 + Double(number)))
        }
        _ = try await acme.setProperty(
            sessionID: id, entry: CustomDataEntry(property: "plan", value: "pro", occurredAt: now))
        try await whileRunning { host, console in
            let all = try #require(try await console.get("sessions").json["sessions"]?.array)
            #expect(all.count == 32)
            #expect(all.suffix(2).map { $0["sessionId"]?.string } == [id, "ses_2"])
            #expect(all.suffix(2).map { $0["organization"]?.string } == ["acme", "default"])
            let paused = try await console.get("sessions?state=paused&limit=1").json
            #expect(paused["sessions"]?.array?.map { $0["sessionId"]?.string } == [id])
            let one = try await console.get("sessions/7").json
            #expect(one["session"]?["sessionId"]?.string == id && one["session"]?["state"] == "paused")
            #expect(one["customData"]?.array?.first?["value"] == "pro")
            #expect(try await console.get("sessions/8").status == 404)
            #expect(try await console.post("sessions/7/control", ["action": "sleep"]).status == 400)
            #expect(try await console.post("sessions/7/control", ["action": "resume"]).status == 202)
            #expect(try await console.post("sessions/7/control", ["action": "handoff"]).status == 202)
        }
    }
}
