import Answering
import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import OnceOnly
import RelayCore

/// The steps of one handoff: the customer's closing line first, the comment last, so that it says what could not be done. That is
/// left out with its code, and costs no other step. What should be tried again ends the run, and the next one goes on from there;
/// but the comment does not wait for it for long.
struct HandoffSteps {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws -> FunctionResult {
        let request = try await HandoffRequest(event, services)
        let poster = ThreadPoster(services)
        return try await services.holding(.post, request.conversation, seconds: poster.leaseSeconds) { lease in
            let patience = try await HandoffPatience.read(event, request, services)
            return try await result(try await HandoffScene.read(event, request, poster, lease, services), patience)
        }
    }

    private func result(_ scene: HandoffScene, _ patience: HandoffPatience) async throws -> FunctionResult {
        if let late = try await LateHandoff.of(scene) { return try await comment(scene, late, patience) }
        var report = HandoffReport(patience)
        try await report.attempt(.closingLine) { try await closingLine(scene) }
        try await report.attempt(.contact) { try await HandoffContact(scene: scene.step(patience)).id() }
        try await ticket(scene.step(patience), &report)
        let session = try await settle(scene, report)
        try await properties(scene.step(patience), &report)
        // Closed or given back while this ran: it stays so.
        if session.state == .handedOff { try await assign(scene.step(patience), &report) }
        try await comment(scene, &report)
        if let ill = report.toRepair, report.id(of: .comment) != nil { throw Stop(ill) }
        return outcome(scene, session, report)
    }

    /// All that is left of a handoff that comes too late: the team reads what the AI wanted.
    private func comment(
        _ scene: HandoffScene, _ late: LateHandoff, _ patience: HandoffPatience
    ) async throws -> FunctionResult {
        guard scene.reading != nil else { return late.result }
        var report = HandoffReport(patience)
        try await report.attempt(.closingLine) { try await scene.ledger.finishedID(scene.request.effectKey(.closingLine)) }
        report.note(.assignee, [late.result])
        try await comment(scene, &report)
        return outcome(scene, scene.session, report)
    }

    // MARK: Steps

    /// Only where the AI may still speak: once a person has the thread, they say what is to be said.
    private func closingLine(_ scene: HandoffScene) async throws -> String? {
        let said = scene.request.handoff.reply
        guard let reading = scene.reading else {
            if said == nil { return nil }
            throw Stop(
                .skipped(.channelNotAnswerable, "the conversation has no HubSpot thread: the caller writes to the customer"))
        }
        let key = scene.request.effectKey(.closingLine)
        // The colleague has read by then whether the customer got it, and may have written.
        if try await TeamComment(scene.poster, scene.lease, services).stands(scene.request.effectKey(.comment)) {
            return try await scene.ledger.finishedID(key)
        }
        let own = said == nil ? try await ownLine(scene, reading) : nil
        guard let line = said.map({ speakable($0, reading, scene) }) ?? own else { return nil }
        let post = ThreadPost(
            content: .markdown(line), kind: .message, effectKey: key, inReplyTo: scene.request.inReplyTo,
            language: scene.spokenLanguage)
        let posted = try await scene.poster.post(post, on: reading, lease: scene.lease) {
            let decision = try reading.decide(onClosingLineTo: scene.request.inReplyTo, of: scene.start)
            guard let decision else { return }
            if case .answer = decision.outcome { return }
            throw Stop(.skipped(decision.code ?? .nothingToDo))
        }
        if !posted.stoodAlready || scene.start.isGivenBack { try await keep(scene) }
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

    /// What a customer who still waits for an answer reads where the AI says nothing: nobody is handed over without a word.
    private func ownLine(_ scene: HandoffScene, _ reading: ThreadReading) async throws -> String? {
        guard let line = services.handoffLine(in: scene.spokenLanguage), let newest = reading.customerMessages.last else {
            return nil
        }
        // An earlier try may have written it.
        if try await services.store.effect(key: scene.request.effectKey(.closingLine)) != nil { return line }
        let decision = try reading.decide(onClosingLineTo: scene.request.inReplyTo, of: scene.start)
        guard case .answer = decision?.outcome, try await !reading.isAnswered(newest, of: services) else { return nil }
        return line
    }

    /// The line; the polite one in its place where no customer may read it.
    private func speakable(_ line: String, _ reading: ThreadReading, _ scene: HandoffScene) -> String {
        let finished = FinishedText(line, customer: reading.customerName(inReplyTo: scene.request.inReplyTo))
        let answerGuard = AnswerGuard(timeline: reading.timeline, ownNoteIDs: reading.ownMessageIDs)
        let objection = finished.unfilled == nil ? answerGuard.objection(to: finished.text) : "is not complete"
        guard let objection else { return finished.text }
        services.logger.error("a closing line of the AI was withheld", metadata: ["detail": "the line \(objection)"])
        return services.fallbackLine(in: scene.spokenLanguage)
    }

    private func ticket(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        let ticket = ConversationTicket(
            of: scene.session, on: scene.reading, contactID: report.id(of: .contact), writes: scene.writes,
            services: scene.services
        ) { scene.ticketText }
        try await ticket.waitForHubSpot()
        var outcome: ConversationTicket.Outcome?
        try await report.attempt(.ticket) {
            outcome = try await ticket.outcome()
            return outcome?.id
        }
        guard let outcome else { return }
        report.note(.properties, outcome.notDone)
        if !outcome.isNew {
            try await report.attempt(.contactLink) {
                try await ticket.linkContact(outcome.id)
                return nil
            }
            var stage: Pipeline.Stage?
            try await report.attempt(.reopening) {
                stage = try await TicketReopening(scene: scene).reopen(outcome.id)
                return nil
            }
            if let stage { report.remark("The ticket was closed; it is open again, in the stage \(stage.label).") }
        }
        if !outcome.isOnThread {
            try await report.attempt(.conversationLink) {
                try await ticket.linkThread(outcome.id)
                return nil
            }
        }
    }

    private func properties(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        guard let ticketID = report.id(of: .ticket) else { return }
        var refused: [FunctionResult] = []
        try await report.attempt(.properties) {
            refused = try await TicketPropertyWrite(scene: scene).write(ticketID)
            return nil
        }
        report.note(.properties, refused)
    }

    private func comment(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        let (closingLineID, ticketID) = (report.id(of: .closingLine), report.id(of: .ticket))
        let (key, comment) = (scene.request.effectKey(.comment), TeamComment(scene.poster, scene.lease, services))
        let stands = try await comment.stands(key)
        var facts = CustomerFacts()
        if let contactID = report.id(of: .contact), !stands {
            let read = await CustomerFacts.read(
                contactID: contactID, ticketID: ticketID, scene.step(report.patience).hubSpot)
            facts = read.facts
            report.note(.facts, read.notDone)
        }
        let text = HandoffText(
            stands ? scene : try await scene.upToDate(), report, facts: facts,
            suggestedReply: scene.request.handoff.suggestion ?? (closingLineID == nil ? scene.request.handoff.reply : nil),
            link: services.configuration[ConfigurationKeys.sessionURL])
        let reason = report.failure(of: .ticket)
        // Without the comment nobody knows: it is never left out for the sake of time.
        try await report.finish(.comment) {
            try await comment.write(
                .rendered(html: text.html, text: text.plain), key: key, session: scene.session, on: scene.reading
            ) {
                if let known = ticketID ?? scene.reading?.thread.ticketID ?? scene.session.ticketID { return known }
                throw Stop(
                    .failed(reason?.code ?? .notFound, "there is neither a thread nor a ticket to write the comment on"))
            }.effect.hubSpotID
        }
    }

    private func assign(_ scene: HandoffScene, _ report: inout HandoffReport) async throws {
        let assignment = Assignment(scene: scene)
        let ticketID = report.id(of: .ticket)
        guard ticketID != nil || scene.reading != nil else { return }
        var given = Assignment.Outcome()
        try await report.attempt(.owner) {
            given = try await assignment.assign(ticketID: ticketID)
            return ticketID == nil ? nil : given.owner?.id
        }
        report.note(.owner, given.notFound)
        if let remark = given.remark { report.remark(remark) }
        guard let owner = given.owner else { return }
        try await report.attempt(.assignee) { try await assignment.threadAssignee(owner) }
    }

    // MARK: The end

    /// What the session keeps of the handoff: before the assignments, which HubSpot tells of at once.
    private func settle(_ scene: HandoffScene, _ report: HandoffReport) async throws -> Session {
        let contactID = report.id(of: .contact)
        let session = try await services.sessions.update(scene.session) { session in
            session.enter(.handedOff, at: scene.start.date)
            contactID.map { session.note(contact: $0, isTheirs: true) }
            session.language = scene.language
            session.sentiment = scene.sentiment
        }
        guard let ticketID = report.id(of: .ticket) else { return session }
        return try await services.linkTicket(ticketID, to: session)
    }

    /// A handoff whose comment could not be written is `failed`: nobody would know of it.
    private func outcome(_ scene: HandoffScene, _ session: Session, _ report: HandoffReport) -> FunctionResult {
        services.log(report.notDone)
        let data = JSON.object(report.data.merging(["sessionId": .string(session.id)]) { $1 })
        if let failure = report.failure(of: .comment) {
            return .failed(failure.code ?? .internalError, failure.message, data: data)
        }
        return .done(data, events: [event.following(SessionUpdatedEvent.state(of: session))]).saying(
            "a person has the conversation")
    }
}
