import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Webhooks that are lost while the runner is down", .timeLimit(.minutes(5)))
struct MissedWebhookTests {
    @Test("After a restart what came meanwhile is answered, once, and counted")
    func restart() async throws {
        let sweep = ["SWEEP_EVERY": "1", "SWEEP_AFTER": "0", "CHAT_DELAY": "0", "REPLY_CHECK_DELAY": "0"]
        try await RunningRelay.staged(sweep) { relay in
            let portal = relay.portal
            portal.disturbWebhooks(.drop, .conversationNewMessage, times: 2)
            let first = try await portal.customerWritesChat(text: "How long does shipping take?").threadID
            let second = try await portal.customerWritesChat(text: "When are you open?").threadID
            for found in [2, 0] {
                try await relay.serving { relay in
                    try await relay.wait("both are answered") {
                        let counts = [await portal.messages(first).count, await portal.messages(second).count]
                        return counts.allSatisfy { $0 > 1 }
                    }
                    let metrics = String(decoding: try await relay.call("GET", "/metrics").body, as: UTF8.self)
                    let isCounted = metrics.contains("deskrelay_missed_messages_total{organization=\"default\"} \(found)\n")
                    #expect(isCounted == (found > 0))
                    // Two further sweeps find nothing.
                    let done = try await relay.invocations("thread-sweep", .skipped, .nothingToDo)
                    try await relay.wait("the sweep goes on") {
                        try await relay.invocations("thread-sweep", .skipped, .nothingToDo) >= done + 2
                    }
                }
            }
            for thread in [first, second] {
                #expect(await portal.messages(thread).filter { $0.direction == .outgoing }.count == 1)
            }
        }
    }
}
