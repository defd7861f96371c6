import Answering
import Foundation
import RelayCore
import Synchronization
import TestSupport
import Testing

@Suite("An AI that is busy")
struct PatienceTests {
    struct Row: NamedCase {
        let name: String
        var status = "429 Too Many Requests"
        var headers = ""
        var body = "{}"
        /// How often it is busy before it answers.
        var busy = 2
        /// Seconds slept, in order.
        let slept: [Double]
        var isAnswered = true

        static let all = [
            Row(name: "says how long", headers: "Retry-After: 2\r\n", slept: [2, 2]),
            Row(name: "says how long, in milliseconds", headers: "Retry-After-Ms: 250\r\n", slept: [0.25, 0.25]),
            Row(
                name: "says until when", status: "503 Service Unavailable",
                headers: "Retry-After: Mon, 21 Sep 2026 14:13:25 GMT\r\n",
                busy: 1, slept: [5]),
            Row(name: "says at once", headers: "Retry-After: 0\r\n", slept: [0.2, 0.2]),
            Row(name: "does not say how long", busy: 3, slept: [0.5, 1, 2]),
            Row(name: "overloaded", status: "529 Overloaded", busy: 1, slept: [0.5]),
            Row(name: "for longer than there is time", headers: "Retry-After: 60\r\n", busy: 1, slept: [], isAnswered: false),
            Row(name: "always", busy: .max, slept: [0.5, 1, 2, 4, 4, 4], isAnswered: false),
            Row(
                name: "for nobody who has not paid", body: #"{"error":{"code":"insufficient_quota"}}"#, busy: 1, slept: [],
                isAnswered: false),
            Row(name: "no number", headers: "Retry-After: inf\r\n", busy: 1, slept: [0.5]),
        ]
    }

    @Test("It is waited for as long as there is time", arguments: [RemoteKind.openai, .http], Row.all)
    func busy(_ kind: RemoteKind, _ row: Row) async throws {
        let asked = Mutex(0)
        let answer: JSON = ["action": "reply", "text": "Hi"]
        let stage = try EngineStage(kind) { _ in
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            if number <= row.busy { return .answer(row.status, headers: row.headers, row.body) }
            return kind == .openai ? .completion(.string(answer.canonical)) : .json(answer)
        }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request("Where is it?"))
        #expect((result.action != nil) == row.isAnswered)
        #expect(stage.clock.slept == row.slept)
        if !row.isAnswered { #expect(result.problem == "AI_URL answered with HTTP status 429") }
    }

    @Test("The turn's time counts where it is shorter than the engine's own")
    func turn() async throws {
        let stage = try EngineStage(.openai) { _ in .answer("429 Too Many Requests", headers: "Retry-After: 2\r\n") }
        defer { stage.server.stop() }
        var request = Asking.request("Where is it?")
        request.end = stage.clock.now + 5
        #expect(await stage.ask(request).problem != nil)
        #expect(stage.clock.slept == [2, 2])
    }
}
