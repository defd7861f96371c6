import Foundation
import FunctionHost
import GRDB
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("POST /events", .timeLimit(.minutes(10)))
struct EventsTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private static let key = "Authorization: Bearer first-events-key"
    private static let structured = "Content-Type: application/cloudevents+json; charset=utf-8"
    private static let batch = "Content-Type: application/cloudevents-batch+json"
    private static let binary = [
        "ce-specversion: 1.0", "ce-id: done-1", "ce-source: /s", "ce-type: test.one", "Content-Type: application/json",
    ]
    private static let one = #"{"specversion":"1.0","id":"done-1","source":"/s","type":"test.one","data":{"a":1}}"#

    private func send(_ headers: [String], _ body: String, port: Int) async throws -> HTTPExchange.Answer {
        try await HTTPExchange.send("POST", "/events", port: port, headers: headers, body: Array(body.utf8))
    }

    struct Taken: NamedCase {
        let name: String
        var headers = [key, structured]
        let body: String
        let answer: String
        /// The events that the function gets.
        let events: [RelayEvent]
    }

    private static func expected(_ id: String, _ data: JSON = ["a": 1], organization: String? = nil) -> RelayEvent {
        RelayEvent(id: id, source: "/s", type: "test.one", data: data, organization: organization)
    }

    @Test(
        "Events of every form are taken and delivered",
        arguments: [
            Taken(name: "structured", body: one, answer: #"{"eventIds":["done-1"]}"#, events: [expected("done-1")]),
            Taken(
                name: "structured, on several lines, with the second key",
                headers: ["authorization: bearer second-events-key", structured],
                body: "{\n\"attempt\": 3,\n" + one.dropFirst(), answer: #"{"eventIds":["done-1"]}"#, events: [expected("done-1")]),
            Taken(
                name: "binary", headers: [key] + binary + ["ce-organization: caf%C3%A9"], body: #"{"a":1}"#,
                answer: #"{"eventIds":["done-1"]}"#, events: [expected("done-1", organization: "café")]),
            Taken(
                name: "binary without data, quoted, its attempts count for nothing",
                headers: [key] + binary.dropLast() + [#"ce-organization: "ac\me""#, "ce-attempt: 7", "ce-lastattempt: true"],
                body: "",
                answer: #"{"eventIds":["done-1"]}"#, events: [expected("done-1", .null, organization: "acme")]),
            Taken(
                name: "batch", headers: [key, batch], body: "[\(one), \(one.replacing("done-1", with: "done-2"))]",
                answer: #"{"eventIds":["done-1","done-2"]}"#, events: [expected("done-1"), expected("done-2")]),
            Taken(name: "an empty batch", headers: [key, batch], body: "[]", answer: #"{"eventIds":[]}"#, events: []),
        ])
    func taken(_ row: Taken) async throws {
        let environment = ["EVENTS_KEY": "first-events-key, second-events-key"]
        try await RunningHost.with(workspace, ["scripted"], environment: environment) { host, port in
            let records = host.observers.stream()
            let answer = try await send(row.headers, row.body, port: port)
            #expect(answer.status == 202)
            #expect(answer.body == row.answer)
            let seen = await records.next(row.events.count)
            let events = try seen.map { try $0.event.decoded() }.sorted { $0.id < $1.id }
            #expect(events == row.events)
            #expect(seen.allSatisfy { $0.attempt == 0 })
        }
    }

    struct Refused: NamedCase {
        let name: String
        var method = "POST"
        var headers = [key, structured]
        var body = one
        let status: Int
        let part: String
    }

    @Test(
        "A bad request is refused whole",
        arguments: [
            Refused(name: "no key", headers: [structured], status: 401, part: "bad-key"),
            Refused(
                name: "another key", headers: ["Authorization: Bearer first-events-keys", structured], status: 401,
                part: "bad-key"),
            Refused(name: "no bearer", headers: ["Authorization: first-events-key", structured], status: 401, part: "bad-key"),
            Refused(name: "another method", method: "GET", status: 405, part: "method-not-allowed"),
            Refused(name: "no JSON", body: "{", status: 400, part: "not-json"),
            Refused(name: "no object", body: "[]", status: 400, part: "not-an-object"),
            Refused(name: "no id", body: one.replacing(#""id":"done-1","#, with: ""), status: 400, part: "id is missing"),
            Refused(
                name: "another version", body: one.replacing("1.0", with: "0.3"), status: 400, part: "bad-specversion"),
            Refused(
                name: "a request in disguise", body: one.replacing("test.one", with: "http.request"), status: 400,
                part: "type must not be http.request"),
            Refused(name: "nobody's", body: one.replacing("test.one", with: "nobody.takes"), status: 422, part: "unrouted"),
            Refused(
                name: "a batch with one bad event", headers: [key, batch], body: "[\(one),{\"specversion\":\"1.0\",\"id\":\"\"}]",
                status: 400, part: "[1].id must not be empty"),
            Refused(
                name: "a batch with one that nobody takes", headers: [key, batch],
                body: "[\(one),\(one.replacing("test.one", with: "nobody.takes"))]", status: 422, part: "[1].type"),
            Refused(name: "a batch that is none", headers: [key, batch], status: 400, part: "must be an array"),
            Refused(
                name: "another format", headers: [key, "Content-Type: application/cloudevents+avro"], status: 415,
                part: "content-type"),
            Refused(name: "binary without attributes", headers: [key], status: 400, part: "specversion is missing"),
            Refused(
                name: "binary data that is no JSON", headers: [key] + binary, body: "text", status: 400, part: "data is not JSON"),
            Refused(
                name: "binary of another media type", headers: [key] + binary.dropLast() + ["Content-Type: text/plain"],
                status: 400, part: "datacontenttype"),
            Refused(
                name: "an attribute twice", headers: [key] + binary + ["ce-id: done-2"], status: 400,
                part: "ce-id stands more than once"),
            Refused(
                name: "an id that no header would hold", body: one.replacing("done-1", with: String(repeating: "a", count: 1025)),
                status: 400, part: "id must have at most 1024 bytes"),
            Refused(name: "a wrong escape", headers: [key, "ce-subject: %zz"] + binary, status: 400, part: "ce-subject"),
        ])
    func refused(_ row: Refused) async throws {
        try await RunningHost.with(workspace, ["scripted"], environment: ["EVENTS_KEY": "first-events-key"]) { host, port in
            let answer = try await HTTPExchange.send(
                row.method, "/events", port: port, headers: row.headers, body: Array(row.body.utf8))
            #expect(answer.status == row.status)
            #expect(answer.body.contains(row.part), "\(answer.body)")
            #expect(!answer.body.contains("first-events-key"))
            // All or nothing: nothing.
            #expect(workspace.text(of: "starts").split(separator: "\n").count == 1)
            #expect(try await host.queue.counts().waiting == 0)
        }
    }

    @Test("Without a durable queue the answer is 503")
    func unavailable() async throws {
        try await RunningHost.with(workspace, ["scripted"], environment: ["EVENTS_KEY": "first-events-key"]) { _, port in
            try await workspace.queueFile().write { database in
                try database.execute(
                    sql: "CREATE TRIGGER refuse BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'refused'); END")
            }
            let answer = try await send([Self.key, Self.structured], Self.one, port: port)
            #expect(answer.status == 503)
            #expect(answer.body.contains("store-unavailable"))
        }
    }

    @Test(
        "A third key, one that is too short, and none between the commas, are refused",
        arguments: [
            (",", "must be one or two values, comma-separated"),
            ("a,b,c", "must be one or two values, comma-separated"),
            ("first-events-key,short", "must have at least 16 characters"),
        ])
    func badKeys(_ keys: String, _ problem: String) async throws {
        let error = await #expect(throws: ConfigurationFaults.self) {
            try await RunningHost.with(workspace, ["scripted"], environment: ["EVENTS_KEY": keys]) { _, _ in }
        }
        #expect(error?.description == "EVENTS_KEY \(problem)")
    }
}
