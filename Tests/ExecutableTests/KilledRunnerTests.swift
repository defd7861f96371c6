import Foundation
import HostDelivery
import HubSpotSimulator
import RelayCore
import SQLiteQueue
import SessionStore
import TestSupport
import Testing

/// The demo's conversations against the built runner, which is killed in the middle of one step and started anew.
@Suite("A runner that is killed", .timeLimit(.minutes(10)))
struct KilledRunnerTests {
    struct Moment: NamedCase {
        let name: String
        let step: Step
        /// The call to HubSpot during which it is killed: HubSpot has carried it out, and half of the answer has come.
        let call: CallMatch
        /// The functions' processes with it; else they see that it is gone, and end by themselves.
        var withWorkers = true
    }

    @Test(
        "Started anew, it goes on where it was: everybody has what is due, and nothing twice",
        arguments: [
            Moment(name: "while a message is read", step: .chat, call: .operation(.listMessages)),
            Moment(name: "while an answer is posted", step: .chat, call: .posting(.message)),
            Moment(name: "while an answer is posted, alone", step: .email, call: .posting(.message), withWorkers: false),
            Moment(name: "while a ticket is made", step: .handoff, call: .operation(.createTicket)),
            Moment(name: "while the comment is written", step: .handoff, call: .posting(.comment), withWorkers: false),
        ])
    func killed(_ row: Moment) async throws {
        let settings = ["CHAT_DELAY": "0", "EMAIL_DELAY": "0", "REPLY_CHECK_DELAY": "0", "TICKET_WAIT": "0"]
        try await RunningRelay.staged(settings) { relay in
            let flow = DemoFlow(relay)
            let others = Step.allCases.filter { $0 != row.step }
            let slowness: Double = row.withWorkers ? 20 : 3
            try await relay.serving(endedBy: .kill) { relay in
                for step in others where step < row.step { try await flow.play(step) }
                let calls = relay.simulator.calls.count
                relay.simulator.failNext(.spoil(.slow(seconds: slowness)), matching: row.call)
                try await flow.begin(row.step)
                try await relay.wait("the call") { relay.simulator.calls.dropFirst(calls).contains(where: row.call.matches) }
                if row.withWorkers { #expect(WorkerProcesses.kill(ofQueue: relay.queuePath) > 0) }
            }
            relay.simulator.forgetFaults()
            try await relay.serving { relay in
                try await flow.end(row.step)
                for step in others where step > row.step { try await flow.play(step) }
                let queue = try SQLiteEventQueue(path: relay.queuePath)
                try await relay.wait("an empty queue") { try await queue.counts() == QueueCounts(waiting: 0, leased: 0, dead: 0) }
                #expect(await flow.faults().isEmpty)
            }
        }
    }
}

/// What happens in the demo, in its order.
enum Step: Int, CaseIterable, Comparable {
    case chat
    case email
    case handoff
    case edit
    case quiet

    static func < (one: Step, other: Step) -> Bool { one.rawValue < other.rawValue }
}

private actor DemoFlow {
    private let relay: RunningRelay
    private var chat = ""
    private var email = ""
    private var lastMessageID = ""

    private var portal: SimulatedPortal { relay.portal }

    init(_ relay: RunningRelay) { self.relay = relay }

    func play(_ step: Step) async throws {
        try await begin(step)
        try await end(step)
    }

    func begin(_ step: Step) async throws {
        switch step {
        case .chat:
            chat = try await portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey Customer", email: "casey@customer.example"
            ).threadID
        case .email:
            email = try await portal.customerWritesEmail(
                from: "robin@reader.example", name: "Robin Reader", subject: "Returning a jacket",
                text: "Hello, can I return a jacket that I did not wear?"
            ).threadID
        case .handoff: try await portal.customerWritesChat(text: "I want to talk to a human please", threadID: chat)
        case .edit:
            let ticketID = try #require(await portal.thread(chat)?.ticketID)
            try await portal.editTicketProperty(ticketID: ticketID, name: "hs_ticket_priority", value: "HIGH")
        case .quiet: lastMessageID = try await portal.customerWritesChat(text: "Are you there?", threadID: chat).messageID
        }
    }

    nonisolated func end(_ step: Step) async throws { try await relay.wait("the end of step \(step)") { try await isDone(step) } }

    private func isDone(_ step: Step) async throws -> Bool {
        let store = try relay.store()
        let session = SessionID.of(threadID: chat, organization: "default")
        switch step {
        case .chat: return await written(chat) >= 1
        case .email: return await written(email) >= 1
        case .handoff:
            let isTaken = await portal.thread(chat)?.assignedTo != nil
            return try await store.session(id: session)?.state == .handedOff && isTaken
        case .edit: return try await store.customData(sessionID: session).contains { $0.value == "HIGH" }
        case .quiet: return try await store.timeline(sessionID: session, limit: 50).contains { $0.id == lastMessageID }
        }
    }

    private func written(_ thread: String) async -> Int { await portal.messages(thread).count { $0.direction == .outgoing } }

    /// What is not as it is where nobody kills anything.
    func faults() async -> [String] {
        let tickets = await portal.allTickets
        let thread = await portal.thread(chat)
        let counts = [
            "answers and closing lines in the chat": (await written(chat), 2), "answers by e-mail": (await written(email), 1),
            "comments": (await portal.comments(chat).count, 1), "tickets": (tickets.count, 1),
            "contacts of the customer": (
                await portal.allContacts.count { $0.properties["email"] == "casey@customer.example" }, 1
            ),
        ]
        var faults = counts.filter { $0.value.0 != $0.value.1 }.map { "\($0.value.0) \($0.key)" }
        if thread?.ticketID == nil || thread?.ticketID != tickets.first?.id { faults.append("the ticket is not the thread's") }
        if thread?.assignedTo != portal.settings.rep.actorID { faults.append("the thread is not the rep's") }
        return faults
    }
}
