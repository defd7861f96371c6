import Foundation
import FunctionHost
import HostCore
import HostDelivery
import HubSpotSimulator
import RelayCore
import SessionStore

/// The conversation that the demo plays, step by step; each step waits until HubSpot shows what it should.
struct DemoScript: Sendable {
    let portal: SimulatedPortal
    let host: LocalHost
    let storePath: String
    let hubSpotURL: String
    let runnerURL: String

    /// Seconds until a step has failed.
    private static let patience: Double = 30

    var consoleURL: String { "\(runnerURL)/console" }
    private var rep: SimulatedUser { portal.settings.rep }

    func run() async throws {
        say("DeskRelay runs at \(runnerURL); a simulated HubSpot runs at \(hubSpotURL).")
        say("Watch it in a browser: \(consoleURL)")
        let store = try SQLiteStore(path: storePath).store(of: "default")

        step(1, "A customer asks in the chat widget: “How long does shipping take?”")
        let chat = try await portal.customerWritesChat(
            text: "How long does shipping take?", name: "Casey Customer", email: "casey@customer.example"
        ).threadID
        let answer = try await wait("an answer on the thread") { await reply(on: chat, after: 0) }
        let chatSession = SessionID.of(threadID: chat, organization: "default")
        show("thread \(chat), session \(chatSession)")
        show("the AI answers as \(answer.createdBy), message \(answer.id):", answer.text)

        step(2, "Another customer writes an e-mail: “Can I return a jacket that I did not wear?”")
        let email = try await portal.customerWritesEmail(
            from: "robin@reader.example", name: "Robin Reader", subject: "Returning a jacket",
            text: "Hello, can I return a jacket that I did not wear?"
        ).threadID
        let mail = try await wait("an answer by e-mail") { await reply(on: email, after: 0) }
        guard mail.text.contains("30 days") else { throw DemoFailure("the e-mail is not answered from the article on returns") }
        guard mail.text.contains("+1-555-0100") else { throw DemoFailure("the e-mail has no signature") }
        show("thread \(email), session \(SessionID.of(threadID: email, organization: "default"))")
        show(
            "to \(mail.recipients.compactMap(\.deliveryValue).joined(separator: ", ")), subject “\(mail.subject ?? "")”, with signature:",
            mail.text)

        step(3, "The chat customer asks for a person: “I want to talk to a human please”")
        try await portal.customerWritesChat(text: "I want to talk to a human please", threadID: chat)
        let comment = try await wait("a handoff comment") { await portal.comments(chat).first }
        let closing = try await wait("a closing line") { await reply(on: chat, after: 1) }
        show("the customer reads:", closing.text)
        show("the team reads, as an internal comment (\(comment.id)):", comment.text)

        step(4, "The conversation has a ticket; ticket and thread have an owner")
        let ticketID = try await wait("a ticket and a thread with an owner") { () -> String? in
            guard let thread = await portal.thread(chat), let id = thread.ticketID, thread.assignedTo == rep.actorID,
                await portal.ticket(id)?.properties["hubspot_owner_id"] == "\(rep.ownerID)"
            else { return nil }
            return id
        }
        let subject = await portal.ticket(ticketID)?.properties["subject"] ?? ""
        show("ticket \(ticketID): “\(subject)”, owner \(rep.ownerID) (user \(rep.userID), \(rep.email))")

        step(5, "The person sets the ticket's stage to “Waiting on contact”, and its priority to high")
        try await portal.editTicketProperty(ticketID: ticketID, name: "hs_pipeline_stage", value: "2")
        try await portal.editTicketProperty(ticketID: ticketID, name: "hs_ticket_priority", value: "HIGH")
        let mirrored = try await wait("the properties in the session") { () -> [CustomDataEntry]? in
            let data = (try? await store.customData(sessionID: chatSession)) ?? []
            let edited = data.filter { ["hs_pipeline_stage", "hs_ticket_priority"].contains($0.property) }
            return edited.contains { $0.value == "2" } && edited.contains { $0.value == "HIGH" } ? edited : nil
        }
        for entry in mirrored {
            show("session \(chatSession): \(entry.property) = \(entry.value ?? "cleared") (\(entry.label ?? "no label"))")
        }

        step(6, "The customer writes once more; a person has the conversation now, so the AI stays quiet")
        let before = await portal.timeline(chat).count
        let invocations = host.observers.stream()
        try await portal.customerWritesChat(text: "Are you there?", threadID: chat)
        let quiet = try await wait("the decision") { await firstSkip(.ownerIsHuman, invocations) }
        show("\(quiet.function): skipped, \(quiet.result.code?.rawValue ?? "")")
        guard await portal.timeline(chat).count == before + 1 else {
            throw DemoFailure("something was posted after the handoff")
        }

        let letters = try await host.queue.deadLetters(.all, after: nil, limit: 10)
        guard letters.isEmpty else {
            throw DemoFailure(
                "dead letters: \(letters.map { "\($0.function) \($0.eventID) \($0.code) \($0.message ?? "")" }.joined(separator: "; "))"
            )
        }
    }

    /// The answer with that number on the thread, once it stands.
    private func reply(on threadID: String, after count: Int) async -> SimulatedMessage? {
        await portal.messages(threadID).filter { $0.direction == .outgoing }.dropFirst(count).first
    }

    /// The first skip with that code; nil when the host ends first, or none comes in time.
    private func firstSkip(_ code: ReasonCode, _ invocations: AsyncStream<InvocationRecord>) async -> InvocationRecord? {
        await withTaskGroup(of: InvocationRecord?.self) { group in
            group.addTask {
                for await invocation in invocations where invocation.result.code == code { return invocation }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(Self.patience))
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }

    private func wait<Value>(_ what: String, _ look: () async -> Value?) async throws -> Value {
        let end = Date() + Self.patience
        while Date() < end {
            if let value = await look() { return value }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw DemoFailure("no \(what) within \(Int(Self.patience)) s")
    }

    private func step(_ number: Int, _ text: String) { say("\n\(number). \(text)") }

    private func show(_ text: String, _ quoted: String? = nil) {
        say("   \(text)")
        for line in quoted?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] { say("   | \(line)") }
    }
}

struct DemoFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
