import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@testable import FunctionHost

@Suite("The history of a host", .timeLimit(.minutes(10)))
struct HistoryWriterTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func history() throws -> SQLiteHistory { try SQLiteHistory(path: workspace.path("history.sqlite")) }

    private func entry(_ eventID: String, in history: SQLiteHistory) async throws -> HistoryEntry {
        try #require(try await history.entries(HistoryFilter(eventID: eventID), before: nil, limit: 1).first)
    }

    @Test("Every invocation is kept: what was emitted with its cause, with each result and its own log")
    func kept() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            let records = host.observers.stream()
            try await host.accept([event("emit"), event("refuse"), event("say")])
            #expect(await records.next(4).count == 4)
        }
        // The host has ended: nothing gathers any more.
        let history = try history()
        #expect(try await history.entries(.all, before: nil, limit: 9).count == 4)
        let emitting = try await entry("emit", in: history)
        #expect(emitting.function == "scripted" && emitting.status == .done && emitting.outcome == .completed)
        #expect(emitting.queued <= emitting.started && emitting.started <= emitting.ended)
        let emitted = try await entry("done-emitted", in: history)
        #expect(emitted.type == "test.next")
        let texts = try #require(try await history.texts(of: [emitting.number])[emitting.number])
        let result = try JSON.parse(texts.result)
        #expect(result["eventCount"] == 2)
        #expect(result["events"] == [["id": "done-emitted", "type": "test.next"], ["id": "x", "type": "nobody.takes"]])
        #expect(try RelayEvent(json: JSON.parse(texts.event)) == event("emit"))
        let refused = try await entry("refuse", in: history)
        #expect(refused.code == .notFound && refused.outcome == .buried && refused.message == "there is no such thread")
        let said = try await entry("say", in: history)
        #expect(said.subject.sessionID == "ses_1")
        let log = try #require(try await history.texts(of: [said.number])[said.number]).log
        #expect(log.count == 1)
        #expect(log.first?.contains("a step was not done") == true)
    }

    @Test("HISTORY_HOURS=0 keeps what happened, and nobody's words")
    func noTexts() async throws {
        try await RunningHost.with(workspace, ["scripted"], environment: ["HISTORY_HOURS": "0"]) { host, _ in
            let records = host.observers.stream()
            try await host.accept([event("done")])
            _ = await records.next(1)
        }
        let history = try history()
        let entry = try await entry("done", in: history)
        #expect(entry.status == .done)
        #expect(try await history.texts(of: [entry.number])[entry.number] == nil)
    }

    @Test("A request is kept without its token, its keys and its body")
    func request() async throws {
        try await RunningHost.with(workspace, ["receiver"]) { _, port in
            let answer = try await HTTPExchange.send(
                "POST", "/webhooks/hubspot/default/secret-token?key=secret-query", port: port,
                headers: ["Authorization: Bearer secret-key", "X-HubSpot-Signature-v3: secret-signature", "User-Agent: HubSpot"],
                body: Array("secret-words".utf8))
            // It says all that it was given.
            #expect(answer.status == 203 && answer.body.contains("secret-words"))
        }
        let history = try history()
        let entry = try #require(try await history.entries(HistoryFilter(function: "receiver"), before: nil, limit: 1).first)
        #expect(entry.type == "http.request" && entry.outcome == .answered)
        let texts = try #require(try await history.texts(of: [entry.number])[entry.number])
        #expect(!String(decoding: texts.event + texts.result, as: UTF8.self).contains("secret"))
        #expect(try JSON.parse(texts.result)["response"] == ["statusCode": 203])
        let data = try JSON.parse(texts.event)["data"]
        #expect(data?["route"] == "/webhooks/hubspot/{organization}/{token}")
        #expect(data?["headers"]?["user-agent"] == "HubSpot" || data?["headers"]?["User-Agent"] == "HubSpot")
    }

    @Test(
        "A limit that is none is refused by its name",
        arguments: [("HISTORY_HOURS", "three"), ("HISTORY_HOURS", "-1"), ("HISTORY_ROWS", "0")])
    func refused(_ key: String, _ value: String) async throws {
        await #expect {
            try await RunningHost.with(workspace, ["scripted"], environment: [key: value]) { _, _ in }
        } throws: { error in
            (error as? ConfigurationFaults)?.faults.map(\.key) == [key]
        }
    }
}
