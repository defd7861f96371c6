import FoundationEssentials
import HubSpotAPI
import LiveFunction
import Posting
import RelayCore

/// Posts one reply: checks again that the AI may speak, renders, writes once, records.
struct ReplyPosting {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let request = try await ReplyRequest(event, services)
        let poster = ThreadPoster(services)
        return try await ThreadLease.hold(.post, threadID: request.threadID, seconds: poster.leaseSeconds, of: services) {
            lease throws(Stop) in
            let reading = try await ThreadReading.read(request.threadID, including: request.inReplyTo, of: services)
            let verdict = try ReplyGate.verdict(on: request, reading)
            let kind: ThreadPost.Kind = verdict == .draft ? .comment : .message
            do throws(Stop) {
                return done(try await post(request, kind, verdict, reading, poster, lease), kind: kind, request, reading)
            } catch {
                guard kind == .message, let refused = RefusedReply(request, error.result) else { throw error }
                return refused.result(cause: event, services: services)
            }
        }
    }

    private func post(
        _ request: ReplyRequest, _ kind: ThreadPost.Kind, _ verdict: ReplyGate.Verdict, _ reading: ThreadReading,
        _ poster: ThreadPoster, _ lease: ThreadLease
    ) async throws(Stop) -> Effect {
        try await poster.post(
            ThreadPost(
                content: .markdown(kind == .comment ? Self.draft(request.text) : request.text), kind: kind,
                effectKey: request.effectKey, senderUserID: request.senderUserID
            ),
            on: reading, lease: lease
        ) { () throws(Stop) in
            if case .quiet(let decision) = verdict { throw Stop(quiet(decision, reading, request)) }
            try await open(reading.thread, for: kind)
        }
    }

    /// A customer who wrote on a closed thread is answered on an open one: a team does not look at closed ones.
    private func open(_ thread: ConversationThread, for kind: ThreadPost.Kind) async throws(Stop) {
        guard kind == .message, thread.status == "CLOSED" else { return }
        _ = try await asked { () throws(HubSpotError) in
            try await services.hubSpot.setThreadStatus(.open, threadID: thread.id)
        }
    }

    /// The team must see at a glance that the customer has not read it.
    private static func draft(_ text: String) -> String { "**AI draft (the customer has not got it):**\n\n\(text)" }

    private func quiet(_ decision: Decision, _ reading: ThreadReading, _ request: ReplyRequest) -> FunctionResult {
        var result = FunctionResult.skipped(
            decision.code ?? .nothingToDo, data: .object(decision.data(sessionID: reading.session.id)))
        if let newer = decision.supersededBy {
            // The newer message must have its turn, whatever became of its own event.
            result.events = [
                RelayEvent(
                    id: EventID.turn(threadID: request.threadID, messageID: newer),
                    source: EventID.source(organization: services.name), type: EventType.conversationTurn,
                    subject: request.threadID, data: ["threadId": .string(request.threadID), "messageId": .string(newer)],
                    organization: event.organization, causationID: event.id, traceParent: event.traceParent)
            ]
        }
        if decision.code == .replyBudgetSpent, let inReplyTo = request.inReplyTo ?? reading.customerMessages.last?.id {
            // Spent since the AI was asked: the customer must not be left without an answer and without a person.
            result.events = [overBudget(request, inReplyTo)]
        }
        return result
    }

    /// The same event that the turn emits where it finds the budget spent.
    private func overBudget(_ request: ReplyRequest, _ inReplyTo: String) -> RelayEvent {
        let budget = SpentBudget(services.configuration)
        return ReplyHandoff(
            threadID: request.threadID, inReplyTo: inReplyTo, reason: budget.reason, summary: budget.summary,
            repetition: request.repetition(event)
        ).event(cause: event, services: services)
    }

    private func done(
        _ posted: Effect, kind: ThreadPost.Kind, _ request: ReplyRequest, _ reading: ThreadReading
    ) -> FunctionResult {
        var events = [updated(reading.session, posted)]
        if posted.isUndelivered {
            let undelivered = UndeliveredReply(
                threadID: request.threadID, messageID: posted.hubSpotID, inReplyTo: request.inReplyTo)
            events.append(undelivered.handoff(cause: event, services: services))
        } else if kind == .message {
            events.append(check(posted, request))
        }
        return .done(
            [
                "threadId": .string(request.threadID), "messageId": .string(posted.hubSpotID),
                "kind": .string(kind == .message ? "message" : "comment"),
            ], code: posted.isUndelivered ? .deliveryFailed : posted.stoodAlready ? .alreadyDone : nil, events: events)
    }

    private func check(_ posted: Effect, _ request: ReplyRequest) -> RelayEvent {
        var data: [String: JSON] = ["threadId": .string(request.threadID), "messageId": .string(posted.hubSpotID)]
        if let inReplyTo = request.inReplyTo { data["inReplyTo"] = .string(inReplyTo) }
        return RelayEvent(
            id: EventID.replyCheck(threadID: request.threadID, messageID: posted.hubSpotID),
            source: EventID.source(organization: services.name), type: EventType.replyCheck, subject: request.threadID,
            data: .object(data), organization: event.organization,
            notBefore: services.ambient.now() + services.configuration[ConfigurationKeys.replyCheckDelay],
            causationID: event.id, traceParent: event.traceParent)
    }

    private func updated(_ session: Session, _ posted: Effect) -> RelayEvent {
        RelayEvent(
            id: EventID.sessionUpdated(sessionID: session.id, cause: event.id),
            source: EventID.source(organization: services.name), type: EventType.sessionUpdated, subject: session.id,
            data: ["sessionId": .string(session.id), "messageId": .string(posted.hubSpotID)], organization: event.organization,
            causationID: event.id, traceParent: event.traceParent)
    }
}
