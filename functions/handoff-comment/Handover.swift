import FoundationEssentials
import HubSpotAPI
import LiveFunction
import Logging
import Posting
import RelayCore

/// The steps of one handoff: the customer's closing line first, the assignment last. What cannot be done is left out
/// with its code, and costs no other step; what should be tried again ends the run, and the next one goes on from there.
struct Handover {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let request = try await HandoffRequest(event, services)
        let poster = ThreadPoster(services)
        return try await ThreadLease.hold(.post, threadID: request.threadID, seconds: poster.leaseSeconds, of: services) {
            lease throws(Stop) in
            let reading = try await ThreadReading.read(request.threadID, of: services)
            var report = HandoffReport()
            let records = CustomerRecords(
                request: request, reading: reading, ledger: poster.ledger, lease: lease, services: services)

            try await report.attempt(.closingLine) { () throws(Stop) in
                try await closingLine(request, reading, poster, lease)
            }
            try await report.attempt(.contact) { () throws(Stop) in try await records.contact() }
            let contactID = report.id(of: .contact)
            try await report.attempt(.ticket) { () throws(Stop) in try await records.ticket(contactID: contactID) }
            try await report.attempt(.comment) { () throws(Stop) in
                try await comment(request, reading, poster, lease)
            }
            let ticketID = report.id(of: .ticket)
            try await report.attempt(.owner) { () throws(Stop) in try await records.owner(ticketID: ticketID) }
            return try await close(report, reading)
        }
    }

    /// Only where the AI may still speak: once a person has the thread, they say what is to be said.
    private func closingLine(
        _ request: HandoffRequest, _ reading: ThreadReading, _ poster: ThreadPoster, _ lease: ThreadLease
    ) async throws(Stop) -> String? {
        guard let line = request.reply else { return nil }
        let post = ThreadPost(content: .markdown(line), kind: .message, effectKey: request.effectKey(.closingLine))
        return try await poster.post(post, on: reading, lease: lease) { () throws(Stop) in
            guard let message = request.inReplyTo.flatMap(reading.message) else { return }
            if case .answer = reading.decide(on: message).outcome { return }
            throw Stop(.skipped(reading.decide(on: message).code ?? .nothingToDo))
        }.hubSpotID
    }

    private func comment(
        _ request: HandoffRequest, _ reading: ThreadReading, _ poster: ThreadPoster, _ lease: ThreadLease
    ) async throws(Stop) -> String? {
        let text = HandoffText(
            request: request, session: reading.session, template: services.configuration[ConfigurationKeys.sessionURL])
        let post = ThreadPost(
            content: .rendered(html: text.html, text: text.plain), kind: .comment, effectKey: request.effectKey(.comment))
        return try await poster.post(post, on: reading, lease: lease) { () throws(Stop) in }.hubSpotID
    }

    /// The session is a person's from here on. A handoff whose comment could not be written is `failed`: nobody would
    /// know of it.
    private func close(_ report: HandoffReport, _ reading: ThreadReading) async throws(Stop) -> FunctionResult {
        let (contactID, ticketID) = (report.id(of: .contact), report.id(of: .ticket))
        let now = services.ambient.now()
        let session = try await services.sessions.update(reading.session) { session in
            session.enter(.handedOff, at: now)
            session.contactID = contactID ?? session.contactID
            session.ticketID = ticketID ?? session.ticketID
        }
        if let ticketID { try await services.sessions.linkTicket(ticketID, to: session) }
        if let failure = report.failure(of: .comment) {
            return .failed(failure.code ?? .internalError, failure.message, data: report.data)
        }
        let updated = RelayEvent(
            id: EventID.sessionUpdated(sessionID: session.id, cause: event.id),
            source: EventID.source(organization: services.name), type: EventType.sessionUpdated, subject: session.id,
            data: ["sessionId": .string(session.id), "state": .string(session.state.rawValue)], organization: event.organization,
            causationID: event.id, traceParent: event.traceParent)
        return .done(report.data, events: [updated])
    }
}
