import Deployment
import Foundation
import FunctionHost
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("A runner whose AI is slow", .timeLimit(.minutes(10)))
struct SlowEngineTests {
    /// An engine of our own that keeps its answers to one question back until it is let go.
    private final class Engine: Sendable {
        static let slowQuestion = "Where is my parcel?"

        let server: LoopbackServer
        private let gate: DispatchSemaphore

        init() throws {
            let gate = DispatchSemaphore(value: 0)
            self.gate = gate
            server = try LoopbackServer { request in
                if Self.isSlow(request) {
                    gate.wait()
                    gate.signal()
                }
                return .answer(headers: "Content-Type: application/json\r\n", #"{"action":"reply","text":"It is on its way."}"#)
            }
        }

        private static func isSlow(_ request: LoopbackServer.Request) -> Bool {
            String(decoding: request.body, as: UTF8.self).contains(slowQuestion)
        }

        /// How often it was asked what it keeps back.
        var asked: Int { server.requests.count(where: Self.isSlow) }

        func letGo() { gate.signal() }
    }

    @Test("Messages are recorded, owners followed and customers erased while every worker of ai-turn waits for the AI")
    func isolation() async throws {
        let yaml = try String(contentsOf: Executable.root.appendingPathComponent("template.yaml"), encoding: .utf8)
        let workers = try #require(try DeploymentTemplate(yaml: yaml).functions.first { $0.name == "ai-turn" }).workers
        let engine = try Engine()
        defer {
            engine.letGo()
            engine.server.stop()
        }
        let changes = ["AI_ENGINE": "http", "AI_URL": engine.server.url, "AI_TIMEOUT": "55", "CHAT_DELAY": "0"]
        try await RunningRelay.whileRunning(changes) { relay in
            let portal = relay.portal
            let store = try relay.store()
            func session(_ thread: String) async throws -> Session? {
                try await store.session(id: SessionID.of(threadID: thread, organization: "default"))
            }
            func chat(_ text: String, _ name: String) async throws -> String {
                try await portal.customerWritesChat(
                    text: text, name: name, email: "\(name.lowercased())@customer.example"
                ).threadID
            }
            func isAnswered(_ thread: String) async -> Bool {
                await portal.messages(thread).contains { $0.direction == .outgoing }
            }
            // Two conversations that the AI has answered already.
            let (owned, erased) = (try await chat("Hello", "Casey"), try await chat("Hello", "Robin"))
            for thread in [owned, erased] { try await relay.wait("an answer to each") { await isAnswered(thread) } }
            var slow: [String] = []
            for number in 1...(2 * workers) { slow.append(try await chat(Engine.slowQuestion, "Sam\(number)")) }
            try await relay.wait("a question from each worker") { engine.asked == workers }

            let further = try await chat("Do you ship to Norway?", "Alex")
            try await portal.assign(threadID: owned, to: PortalSettings().rep.userID)
            try await relay.send(SessionDeleteEvent(.email("robin@customer.example")), id: "erase-robin")
            try await relay.wait("a further message that is recorded") { try await session(further) != nil }
            try await relay.wait("an owner who is followed") { try await session(owned)?.state == .handedOff }
            try await relay.wait("an erased customer") { try await session(erased) == nil }
            // The engine has said nothing yet.
            #expect(engine.asked == workers)
            for thread in slow { #expect(await !isAnswered(thread)) }

            engine.letGo()
            for thread in slow + [further] {
                try await relay.wait("an answer to each") { await isAnswered(thread) }
            }
        }
    }
}
