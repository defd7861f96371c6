import DynamoDBStore
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("DynamoDB: what is left", .timeLimit(.minutes(20)), .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct ErasingTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("After an erasure no item holds a word, a name or an address of the customer")
    func erased() async throws {
        let table = try await TestTable()
        let store = try table.store().acme
        let event = EventIdentity(source: "/hubspot/1", id: "e1")
        var session = Session(
            id: "ses_1", threadID: "7", channel: .email, contactID: "101", contactEmail: "sesame@example.com",
            otherEmails: ["other.sesame@example.com"], contactName: "Sesame Customer", contactPhone: "+1-555-0101",
            createdAt: now, updatedAt: now)
        session = try await store.createSession(session)
        session.contactEmail = "third.sesame@example.com"
        #expect(try await store.updateSession(session))
        _ = try await store.claim(event, owner: "one", now: now, until: now + 60)
        _ = try await store.finish(event, owner: "one", resultLine: "sesame", subject: "ses_1", now: now)
        _ = try await store.recordTurnOutcome(threadID: "7", messageID: "m1", outcome: "sesame", now: now)
        _ = try await store.appendTimeline(
            sessionID: "ses_1", entry: TimelineEntry(id: "m1", role: .customer, text: "sesame", createdAt: now))
        _ = try await store.setProperty(
            sessionID: "ses_1", entry: CustomDataEntry(property: "order", value: "sesame", occurredAt: now))
        try await store.linkTicket(ticketID: "55", sessionID: "ses_1")
        _ = try await store.setTicketProperty(
            ticketID: "55", entry: CustomDataEntry(property: "subject", value: "sesame", occurredAt: now), now: now)
        let before = try await table.contents()
        #expect(before.contains("sesame") && before.contains("+1-555-0101"))

        _ = try await store.eraseClaims(subject: "ses_1", resultLine: "{}", limit: 9)
        _ = try await store.deleteTurns(threadID: "7", limit: 9)
        _ = try await store.deleteTimeline(sessionID: "ses_1", limit: 9)
        _ = try await store.deleteCustomData(sessionID: "ses_1", limit: 9)
        _ = try await store.deleteTicketProperties(ticketID: "55", limit: 9)
        try await store.deleteTicketLink(ticketID: "55", sessionID: "ses_1")
        try await store.deleteSession(id: "ses_1")
        let after = try await table.contents()
        #expect(!after.contains("esame") && !after.contains("555"))
        #expect(try JSON.parse(after).array?.count == 1, "the claim alone: \(after)")
    }

    @Test("An address stands in the session alone, and what finds it holds its digest")
    func digests() async throws {
        let table = try await TestTable()
        _ = try await table.store().acme.createSession(
            Session(
                id: "ses_1", threadID: nil, channel: .email, contactEmail: "robin@example.com", createdAt: now, updatedAt: now))
        let items = try JSON.parse(try await table.contents()).array ?? []
        #expect(items.count == 2)
        #expect(items.count { $0.canonical.contains("robin") } == 1)
    }

    @Test("DynamoDB deletes by itself what nobody released or finished, old results and tickets' properties, and nothing else")
    func ends() async throws {
        let table = try await TestTable()
        let store = try table.store().acme
        func ends() async throws -> [Double] {
            let items = try JSON.parse(try await table.contents()).array ?? []
            return items.compactMap { $0["expires"]?["N"]?.string.flatMap(Double.init) }
                .map { $0 - now.timeIntervalSince1970 }.sorted()
        }
        let (minute, day): (Double, Double) = (60, 86_400)
        _ = try await store.acquireLease(name: "thread:7", owner: "one", now: now, until: now + minute)
        let event = EventIdentity(source: "/hubspot/1", id: "e1")
        _ = try await store.claim(event, owner: "one", now: now, until: now + minute)
        #expect(try await ends() == [minute + day, minute + 7 * day])
        _ = try await store.finish(event, owner: "one", resultLine: "{}", subject: "ses_1", now: now)
        try await store.releaseLease(name: "thread:7", owner: "one")
        #expect(try await ends() == [30 * day])
        // What an erasure leaves of it goes at the same time.
        #expect(try await store.eraseClaims(subject: "ses_1", resultLine: "erased", limit: 9) == 1)
        #expect(try await ends() == [30 * day])
        let entry = CustomDataEntry(property: "subject", value: "v", occurredAt: now)
        _ = try await store.setTicketProperty(ticketID: "55", entry: entry, now: now + day)
        #expect(try await ends() == [30 * day, 31 * day])
        _ = try await store.startEffect(key: "k", now: now)
        _ = try await store.createSession(
            Session(
                id: "ses_1", threadID: "7", channel: .email, contactEmail: "robin@example.com", createdAt: now, updatedAt: now))
        _ = try await store.setProperty(sessionID: "ses_1", entry: entry)
        try await store.linkTicket(ticketID: "55", sessionID: "ses_1")
        try await store.recordErasure(sessionID: "ses_2", at: now)
        #expect(try await ends() == [30 * day, 31 * day])
    }
}
