import Answering
import Conversations
import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// Posts one reply: decides again whether the AI may speak, renders, writes once, records.
struct ReplyPosting {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws -> FunctionResult {
        let asked = try await ReplyRequest(event, services)
        let poster = ThreadPoster(services)
        return try await services.holding(.post, asked.threadID, seconds: poster.leaseSeconds) { lease in
            let reading = try await ThreadReading.now(asked.threadID, including: asked.inReplyTo, of: services)
            let result = await FunctionResult.of { try await post(asked, poster, reading, lease) }
            return try await services.taking(reading.session, for: result)
        }
    }

    private func post(
        _ asked: ReplyRequest, _ poster: ThreadPoster, _ reading: ThreadReading, _ lease: ThreadLease
    ) async throws -> FunctionResult {
        let (request, unfilled) = Self.finished(asked, reading)
        let permission = try ReplyPermission(request, reading)
        do {
            let post = ThreadPost(
                content: .markdown(request.text), kind: .message, effectKey: request.effectKey, inReplyTo: request.inReplyTo,
                senderUserID: request.senderUserID,
                language: request.language ?? reading.session.language ?? reading.timeline.guessedLanguage)
            if permission == .draft || (permission == .answer && unfilled != nil) {
                // The AI may have answered before it was to draft, or have begun to.
                if let standing = try await poster.standing(post, on: reading, lease: lease) {
                    return done(standing, kind: "message", request, reading)
                }
                let draft = DraftPosting(request: request, reading: reading, poster: poster, lease: lease, services: services)
                let written = try await draft.post()
                var result = done(written.effect, kind: written.isNote ? "note" : "comment", request, reading)
                if permission == .answer { unfilled?.handOver(&result, following: event) }
                return result
            }
            let posted = try await poster.post(post, on: reading, lease: lease) {
                if case .quiet(let decision) = permission { throw Stop(quiet(decision, reading, request)) }
                if let withheld = WithheldReply(request, reading) { throw Stop(withheld.result(event, services)) }
                try await open(reading.thread)
            }
            return done(posted, kind: "message", request, reading)
        } catch let error as HubSpotError where error.category == .notFound {
            // The thread was deleted while this ran: nobody is left to answer.
            return .skipped(.notFound, error.description)
        } catch {
            guard permission != .draft, let refused = RefusedReply(request, FunctionResult(ending: error), of: event) else {
                throw error
            }
            return refused.result(event)
        }
    }

    /// The AI's text as a customer may get it, and what is to be done where they may not. A person's own words stay.
    private static func finished(
        _ asked: ReplyRequest, _ reading: ThreadReading
    ) -> (request: ReplyRequest, unfilled: UnfilledReply?) {
        guard asked.senderUserID == nil else { return (asked, nil) }
        var request = asked
        let finished = FinishedText(asked.text, customer: reading.customerName(inReplyTo: asked.inReplyTo))
        request.text = finished.text
        return (request, finished.unfilled.map { UnfilledReply(request: request, blank: $0) })
    }

    /// A customer who wrote on a closed thread is answered on an open one: a team does not look at closed ones.
    private func open(_ thread: ConversationThread) async throws {
        guard thread.status == .closed else { return }
        _ = try await services.hubSpot.setThreadStatus(.open, threadID: thread.id)
    }

    private func quiet(_ decision: Decision, _ reading: ThreadReading, _ request: ReplyRequest) -> FunctionResult {
        var result = FunctionResult.skipped(
            decision.code ?? .nothingToDo, "the AI stays quiet", data: .object(decision.data(sessionID: reading.session.id)))
        result.events = services.turns(supersedingBy: decision, in: reading, following: event)
        if decision.code == .replyBudgetSpent, let inReplyTo = request.inReplyTo ?? reading.customerMessages.last?.id {
            // Spent since the AI was asked: the customer must not be left without an answer and without a person.
            let budget = SpentBudget(services.configuration)
            let handoff = AIHandoffEvent(
                .init(reason: budget.reason, summary: budget.summary),
                in: ConversationReference(threadID: request.threadID, inReplyTo: inReplyTo))
            result.events = [event.following(handoff, isRepeat: request.isRepeat)]
        }
        return result
    }

    /// Since the customer's message was written; of the AI's own answers that were posted just now.
    private func answeredAfter(_ posted: Effect, _ request: ReplyRequest, _ reading: ThreadReading) -> JSON {
        guard request.senderUserID == nil, !posted.stoodAlready, !posted.isUndelivered,
            let written = request.inReplyTo.flatMap(reading.message)?.createdAt
        else { return .null }
        return .number(JSONNumber(max(0, Timestamp.milliseconds(services.ambient.now()) - Timestamp.milliseconds(written))))
    }

    private func done(
        _ posted: Effect, kind: String, _ request: ReplyRequest, _ reading: ThreadReading
    ) -> FunctionResult {
        var events = [event.following(SessionUpdatedEvent.message(posted.hubSpotID, in: reading.session))]
        if posted.isUndelivered {
            let undelivered = UndeliveredReply(
                threadID: request.threadID, messageID: posted.hubSpotID, inReplyTo: request.inReplyTo)
            events.append(event.following(undelivered.handoff))
        } else if kind == "message" {
            let due = services.ambient.now() + services.configuration[ConfigurationKeys.replyCheckDelay]
            events.append(
                event.following(
                    ReplyCheckEvent(
                        threadID: request.threadID, messageID: posted.hubSpotID, inReplyTo: request.inReplyTo, due: due)))
        }
        return .done(
            .present([
                "threadId": .string(request.threadID), "messageId": .string(posted.hubSpotID), "kind": .string(kind),
                FunctionResult.answeredAfter: kind == "message" ? answeredAfter(posted, request, reading) : .null,
            ]), code: posted.isUndelivered ? .deliveryFailed : posted.stoodAlready ? .alreadyDone : nil, events: events
        ).saying(Self.words(kind, posted))
    }

    private static func words(_ kind: String, _ posted: Effect) -> String {
        if kind != "message" { return "the team has a draft" }
        return posted.isUndelivered ? "the answer could not be delivered" : "the customer is answered"
    }
}
