import Foundation
import HostDelivery
import HubSpotSimulator
import RelayCore
import SQLiteQueue
import SessionStore
import TestSupport
import Testing

@Suite("Events that are sent to a runner that runs", .timeLimit(.minutes(10)))
struct RunningRunnerTests {
    @Test("An address of 120 conversations is erased, and nobody else is")
    func erasure() async throws {
        try await RunningRelay.whileRunning(["AUTOPILOT": "off", "CHAT_DELAY": "0", "EMAIL_DELAY": "0"]) { relay in
            for number in 0..<60 {
                try await relay.portal.customerWritesEmail(
                    from: "casey@customer.example", subject: "Order \(number)", text: "Where is it?")
                try await relay.portal.customerWritesChat(
                    text: "Where is order \(number)?", name: "Casey", email: "casey@customer.example")
            }
            let other = try await relay.portal.customerWritesEmail(
                from: "robin@reader.example", subject: "Boots", text: "Are they warm?"
            ).threadID
            let store = try relay.store()
            let queue = try SQLiteEventQueue(path: relay.queuePath)
            func sessions() async throws -> [String] {
                try await store.sessionIDs(matching: .idleSince(Date() + 3600), limit: 1000)
            }
            // Whose a chat is becomes known in its turn.
            try await relay.wait("121 conversations that had their turn") {
                let (count, waiting) = (try await sessions().count, try await queue.counts().waiting)
                return count == 121 && waiting == 0
            }
            try await relay.send(SessionDeleteEvent(.email("casey@customer.example")), id: "erase-casey")
            try await relay.wait("one conversation") { try await sessions().count <= 1 }
            #expect(try await sessions() == [SessionID.of(threadID: other, organization: "default")])
            #expect(try await queue.counts().dead == 0)
        }
    }

    @Test("A conversation is paused, the customer writes, it is resumed, and the customer is answered")
    func pause() async throws {
        // The check of a reply, which is due later, stays in the queue.
        try await RunningRelay.whileRunning(["CHAT_DELAY": "0", "REPLY_CHECK_DELAY": "900"]) { relay in
            let thread = try await relay.portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey", email: "casey@customer.example"
            ).threadID
            func answers() async -> [SimulatedMessage] {
                await relay.portal.messages(thread).filter { $0.direction == .outgoing }
            }
            try await relay.wait("an answer") { await answers().count == 1 }
            let store = try relay.store()
            let queue = try SQLiteEventQueue(path: relay.queuePath)
            let session = SessionID.of(threadID: thread, organization: "default")
            let conversation = ConversationReference(threadID: thread)
            try await relay.send(SessionControlEvent(.pause, of: conversation), id: "pause-1")
            try await relay.wait("a paused session") { try await store.session(id: session)?.state == .paused }

            let question = try await relay.portal.customerWritesChat(
                text: "Can I return a jacket that I did not wear?", threadID: thread)
            try await relay.wait("a decision on the question") {
                let read = try await store.timeline(sessionID: session, limit: 10).map(\.id)
                let waiting = try await queue.counts().waiting
                return read.contains(question.messageID) && waiting == 1
            }
            #expect(await answers().count == 1)

            try await relay.send(SessionControlEvent(.resume, of: conversation), id: "resume-1")
            try await relay.wait("the second answer") { await answers().count == 2 }
            #expect(await answers().last?.text.contains("30 days") == true)
        }
    }

    @Test("A dead letter that is tried again is delivered at once")
    func retried() async throws {
        try await RunningRelay.whileRunning(["CHAT_DELAY": "900"]) { relay in
            let queue = try SQLiteEventQueue(path: relay.queuePath)
            // The thread comes later: its id is the simulator's first.
            let thread = "3624100517"
            try await relay.send(SessionControlEvent(.pause, of: ConversationReference(threadID: thread)), id: "early")
            try await relay.wait("a dead letter") { try await queue.counts().dead == 1 }
            let message = try await relay.portal.customerWritesChat(text: "Hello", name: "Casey", email: nil)
            try #require(message.threadID == thread)
            // The turn and the dead letter are left, so nothing but the command wakes the runner.
            try await relay.wait("a quiet queue") { try await queue.counts() == QueueCounts(waiting: 1, leased: 0, dead: 1) }
            let number = try #require(try await queue.deadLetters(.all, after: nil, limit: 1).first?.id)
            #expect(try await relay.runner("dead-letters", "--retry", "\(number)").exitCode == 0)
            let session = SessionID.of(threadID: thread, organization: "default")
            try await relay.wait("a paused session") { try await relay.store().session(id: session)?.state == .paused }
        }
    }
}
