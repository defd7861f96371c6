import Foundation
import HostDelivery
import HubSpotSimulator
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("A runner in bad times", .timeLimit(.minutes(10)))
struct OutageTests {
    struct Row: NamedCase {
        let name: String
        let refusal: Refusal
        let code: ReasonCode
    }

    @Test(
        "What comes meanwhile waits, and everybody is answered without anybody's doing",
        arguments: [
            Row(name: "HubSpot is down", refusal: .unavailable, code: .unavailable),
            Row(name: "HubSpot refuses the token", refusal: .unauthorized, code: .unauthorized),
            Row(name: "a scope is missing", refusal: .missingScopes(["conversations.read"]), code: .missingScope),
        ])
    func outage(_ row: Row) async throws {
        try await RunningRelay.whileRunning(["CHAT_DELAY": "0"]) { relay in
            relay.simulator.failNext(.refuse(row.refusal), times: nil)
            var threads: [String] = []
            for number in 1...3 {
                threads.append(
                    try await relay.portal.customerWritesChat(
                        text: "How long does shipping take?", name: "Casey \(number)", email: nil
                    ).threadID)
            }
            try await relay.wait("three events at least that wait for it") {
                let ready = try await relay.call("GET", "/readyz")
                let wait = try JSON.parse(ready.body)["waits"]?.array?.first { $0["code"]?.string == row.code.rawValue }
                return ready.status == 200 && (wait?["events"]?.int ?? 0) >= 3
            }
            try await relay.wait("a third try of each") { try await relay.tries(row.code) >= 9 }
            relay.simulator.forgetFaults()
            for thread in threads {
                try await relay.wait("an answer to each") {
                    await relay.portal.messages(thread).contains { $0.direction == .outgoing }
                }
            }
            #expect(try await SQLiteEventQueue(path: relay.queuePath).counts().dead == 0)
        }
    }

    @Test("With a new token everything goes on that came under the old one")
    func newToken() async throws {
        let token = "pat-na1-22222222-0000-4000-8000-000000000000"
        try await RunningRelay.staged(["CHAT_DELAY": "0"]) { relay in
            try await relay.serving(["HUBSPOT_ACCESS_TOKEN": token]) { relay in
                _ = try await relay.portal.customerWritesChat(text: "How long does shipping take?", name: "Casey", email: nil)
                try await relay.wait("a second try") { try await relay.tries(.unauthorized) > 1 }
            }
            try await relay.serving { relay in
                let thread = try #require(await relay.portal.allThreads.first?.id)
                try await relay.wait("an answer") {
                    await relay.portal.messages(thread).contains { $0.direction == .outgoing }
                }
            }
        }
    }

    @Test("A worker that is killed in the middle of a turn costs the customer seconds")
    func killedWorker() async throws {
        try await RunningRelay.whileRunning(["CHAT_DELAY": "0"]) { relay in
            let thread = try await relay.portal.customerWritesChat(text: "Hello", name: "Casey", email: nil).threadID
            func answers() async -> Int { await relay.portal.messages(thread).count { $0.direction == .outgoing } }
            try await relay.wait("an answer") { await answers() == 1 }
            let reading = CallMatch.operation(.getThread)
            relay.simulator.failNext(.spoil(.slow(seconds: 20)), matching: reading)
            let calls = relay.simulator.calls.count
            _ = try await relay.portal.customerWritesChat(text: "How long does shipping take?", threadID: thread)
            try await relay.wait("a thread that is being read") {
                relay.simulator.calls.dropFirst(calls).contains { $0.operation == .getThread }
            }
            let killed = Date()
            #expect(WorkerProcesses.kill(ofQueue: relay.queuePath) > 0)
            try await relay.wait("a second answer") { await answers() == 2 }
            // Where nobody gave it back, its claim would stand for 45.
            #expect(Date().timeIntervalSince(killed) < 40)
            try await relay.wait("a quiet queue") { try await SQLiteEventQueue(path: relay.queuePath).counts().leased == 0 }
            #expect(await answers() == 2)
        }
    }
}

extension RunningRelay {
    /// How many deliveries ended so since the runner was started.
    fileprivate func tries(_ code: ReasonCode) async throws -> Int {
        let (retried, failed) = (
            try await invocations("message-route", .retry, code), try await invocations("message-route", .failed, code)
        )
        return retried + failed
    }
}
