import Answering
import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import OnceOnly
import RelayCore

/// The steps of one handoff: the customer's closing line first, the assignment last. What cannot be done is left out
/// with its code, and costs no other step; what should be tried again ends the run, and the next one goes on from there.
struct HandoffSteps {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws -> FunctionResult {
        let request = try await HandoffRequest(event, services)
        let poster = ThreadPoster(services)
        return try await services.holding(.post, request.conversation, seconds: poster.leaseSeconds) { lease in
            try await result(try await HandoffScene.read(event, request, poster, lease, services))
        }
    }

    private func result(_ scene: HandoffScene) async throws -> FunctionResult {
        if let late = LateHandoff(scene) { return try await comment(scene, late) }
        var report = HandoffReport()
        try await report.attempt(.closingLine) { try await closingLine(scene) }
        try await report.attempt(.contact) { try await HandoffContact(scene: scene).id() }
        try await ticket(scene, &report)
        try await comment(scene, &report)
        let session = try await settle(scene, report)
        if let ticketID = report.id(of: .ticket) {
            var refused: [FunctionResult] = []
            try await report.attempt(.properties) {
                refused = try await TicketPropertyWrite(scene: scene).write(ticketID)
                return nil
            }
            report.note(.properties, refused)
        }
        // Closed or given back while this ran: it stays so.
        if session.state == .handedOff { try await assign(scene, &report) }
        return outcome(scene, session, report)
    }

    /// All that is left of a handoff that comes too late: the team reads what the AI wanted.
    private func comment(_ scene: HandoffScene, _ late: LateHandoff) async throws -> FunctionResult {
        guard scene.reading != nil else { return late.result }
        var report = HandoffReport()
        try await report.attempt(.closingLine) { try await scene.ledger.finishedID(scene.request.effectKey(.closingLine)) }
        report.note(.assignee, [late.result])
        try await comment(scene, &report)
        return outcome(scene, scene.session, report)
    }

    // MARK: Steps

    /// Only where the AI may still speak: once a person has the thread, they say what is to be said.
    private func closingLine(_ scene: HandoffScene) async throws -> String? {
        guard let line = scene.request.handoff.reply else { return nil }
        guard let reading = scene.reading else {
            throw Stop(
                .skipped(.channelNotAnswerable, "the conversation has no HubSpot thread: the caller writes to the customer"))
        }
        let post = ThreadPost(
            content: .markdown(speakable(line, reading)), kind: .message, effectKey: scene.request.effectKey(.closingLine))
        let posted = try await scene.poster.post(post, on: reading, lease: scene.lease) {
            let decision = try reading.decide(onClosingLineTo: scene.request.inReplyTo, of: scene.start)
            guard let decision else { return }
            if case .answer = decision.outcome { return }
            throw Stop(.skipped(decision.code ?? .nothingToDo))
        }
        if !posted.stoodAlready { try await keep(scene) }
        guard !posted.isUndelivered, reading.message(posted.hubSpotID)?.deliveryStatus != .failed else {
            throw Stop(.failed(.deliveryFailed, "HubSpot could not deliver the closing line"))
        }
        return posted.hubSpotID
    }

    /// HubSpot may give the thread to whom the closing line is sent as. That is nobody's giving it back.
    private func keep(_ scene: HandoffScene) async throws {
        let now = services.ambient.now()
        _ = try await services.sessions.update(scene.session) { session in
            if session.state == .open || session.state == .handedOff { session.keep(.handedOff, from: now) }
        }
    }

    /// The line; the polite one in its place where no customer may read it.
    private func speakable(_ line: String, _ reading: ThreadReading) -> String {
        let answerGuard = AnswerGuard(timeline: reading.timeline, ownNoteIDs: reading.ownMessageIDs)
        guard let objection = answerGuard.objection(to: line) else { return line }
        services.logger.error("a closing line of the AI was withheld", metadata: ["detail": "the line \(objection)"])
        return services.configuration[ConfigurationKeys.aiFallbackLine]
    }

    private func ticket(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        let record = HandoffTicket(scene: scene, contactID: report.id(of: .contact))
        var outcome: HandoffTicket.Outcome?
        try await report.attempt(.ticket) {
            outcome = try await record.outcome()
            return outcome?.id
        }
        guard let outcome else { return }
        report.note(.properties, outcome.notDone)
        if !outcome.isNew {
            try await report.attempt(.contactLink) {
                try await record.link(outcome.id)
                return nil
            }
        }
    }

    /// On the thread; without one, as a note on the ticket.
    private func comment(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        let (closingLineID, ticketID) = (report.id(of: .closingLine), report.id(of: .ticket))
        var facts = CustomerFacts()
        let stands = try await scene.ledger.finishedID(scene.request.effectKey(.comment)) != nil
        if !stands, let contactID = report.id(of: .contact) {
            let read = await CustomerFacts.read(contactID: contactID, ticketID: ticketID, scene.hubSpot)
            facts = read.facts
            report.note(.facts, read.notDone)
        }
        let text = HandoffText(
            stands ? scene : try await scene.upToDate(), closingLineID: closingLineID, facts: facts,
            suggestedReply: closingLineID == nil ? scene.request.handoff.reply : nil,
            link: services.configuration[ConfigurationKeys.sessionURL])
        let reason = report.failure(of: .ticket)
        try await report.attempt(.comment) {
            if let reading = scene.reading {
                let post = ThreadPost(
                    content: .rendered(html: text.html, text: text.plain), kind: .comment,
                    effectKey: scene.request.effectKey(.comment))
                return try await scene.poster.post(post, on: reading, lease: scene.lease).hubSpotID
            }
            guard let ticketID else {
                throw Stop(.failed(reason?.code ?? .notFound, "there is neither a thread nor a ticket to write the comment on"))
            }
            return try await HandoffNote(scene: scene).write(text, ticketID: ticketID)
        }
    }

    private func assign(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        let assignment = Assignment(scene: scene)
        let ticketID = report.id(of: .ticket)
        guard ticketID != nil || scene.reading != nil else { return }
        var owner: Owner?
        try await report.attempt(.owner) {
            owner = try await assignment.owner(ticketID: ticketID)
            return ticketID == nil ? nil : owner?.id
        }
        guard let owner else { return }
        try await report.attempt(.assignee) { try await assignment.threadAssignee(owner) }
    }

    // MARK: The end

    /// What the session keeps of the handoff: before the assignments, which may have to be tried again for long.
    private func settle(_ scene: HandoffScene, _ report: HandoffReport) async throws -> Session {
        let contactID = report.id(of: .contact)
        let session = try await services.sessions.update(scene.session) { session in
            session.enter(.handedOff, at: scene.start.date)
            session.contactID = contactID ?? session.contactID
            session.language = scene.language
            session.sentiment = scene.sentiment
        }
        guard let ticketID = report.id(of: .ticket) else { return session }
        return try await services.linkTicket(ticketID, to: session)
    }

    /// A handoff whose comment could not be written is `failed`: nobody would know of it.
    private func outcome(_ scene: HandoffScene, _ session: Session, _ report: HandoffReport) -> FunctionResult {
        let data = JSON.object(report.data.merging(["sessionId": .string(session.id)]) { $1 })
        if let failure = report.failure(of: .comment) {
            return .failed(failure.code ?? .internalError, failure.message, data: data)
        }
        return .done(data, events: [event.following(SessionUpdatedEvent.state(of: session))])
    }
}
