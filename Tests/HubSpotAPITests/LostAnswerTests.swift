import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("Calls without an answer, and messages without delivery")
struct LostAnswerTests {
    struct Lost: NamedCase {
        let kind: TransportError.Kind
        var isWrite = true
        let code: ReasonCode
        let status: FunctionResult.Status
        let mayHaveActed: Bool
        var name: String { "\(kind.rawValue), \(isWrite ? "a write" : "a read")" }
    }

    @Test(
        "A write says whether HubSpot may have acted, and is sent once",
        arguments: [
            Lost(kind: .interrupted, code: .ambiguous, status: .retry, mayHaveActed: true),
            Lost(kind: .timedOut, code: .ambiguous, status: .retry, mayHaveActed: true),
            Lost(kind: .answerTooLarge, code: .ambiguous, status: .retry, mayHaveActed: true),
            Lost(kind: .cancelled, code: .deadlinePassed, status: .retry, mayHaveActed: true),
        ])
    func write(_ row: Lost) async throws {
        let transport = StubTransport { _ throws(TransportError) in throw TransportError(row.kind, "what libcurl says") }
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).comment(text: "private", richText: "private", threadID: "55")
        }
        #expect(transport.calls.count == 1)
        check(error, row)
    }

    @Test(
        "A call that was never sent, and a read that was lost, are tried again",
        arguments: [
            Lost(kind: .notSent, code: .connectionFailed, status: .retry, mayHaveActed: false),
            Lost(kind: .notSent, isWrite: false, code: .connectionFailed, status: .retry, mayHaveActed: false),
            Lost(kind: .interrupted, isWrite: false, code: .unavailable, status: .retry, mayHaveActed: true),
            Lost(kind: .timedOut, isWrite: false, code: .unavailable, status: .retry, mayHaveActed: true),
        ])
    func repeated(_ row: Lost) async throws {
        let transport = StubTransport { _ throws(TransportError) in throw TransportError(row.kind, "what libcurl says") }
        let error = try await failure { () throws(HubSpotError) in
            if row.isWrite {
                _ = try await client(transport).comment(text: "private", richText: "private", threadID: "55")
            } else {
                _ = try await client(transport).thread("55")
            }
        }
        #expect(transport.calls.count == 3)
        check(error, row)
    }

    private func check(_ error: HubSpotError, _ row: Lost) {
        #expect(error.reasonCode == row.code)
        #expect(error.result.status == row.status)
        #expect(error.mayHaveActed == row.mayHaveActed)
        #expect(error.status == nil)
        #expect(error.description.contains("what libcurl says"))
        #expect(!error.description.contains("private"))
    }

    struct Unreadable: NamedCase {
        let name: String
        let body: String
        let detail: String
        let write: @Sendable (HubSpotClient) async throws(HubSpotError) -> Void
    }

    private static let comment: @Sendable (HubSpotClient) async throws(HubSpotError) -> Void = { client throws(HubSpotError) in
        _ = try await client.comment(text: "", richText: "", threadID: "55")
    }

    @Test(
        "A write whose answer cannot be read may have been done, and is sent once",
        arguments: [
            Unreadable(name: "a page", body: "<html>", detail: "the answer is not JSON", write: comment),
            Unreadable(name: "half an answer", body: #"{"id":"#, detail: "the answer is not JSON", write: comment),
            Unreadable(name: "a message without an id", body: "{}", detail: "message.id is missing", write: comment),
            Unreadable(name: "a list", body: "[]", detail: "message must be an object, not an array", write: comment),
            Unreadable(name: "nothing, where an id should be", body: "", detail: "message.id is missing", write: comment),
            Unreadable(name: "a ticket without an id", body: #"{"properties":{}}"#, detail: "object.id is missing") {
                client throws(HubSpotError) in
                _ = try await client.createTicket(properties: [:], contactID: nil, threadID: nil)
            },
            Unreadable(name: "a page after an update", body: "<html>", detail: "the answer is not JSON") {
                client throws(HubSpotError) in try await client.updateTicket(id: "70", properties: [:])
            },
            Unreadable(name: "a file without an id", body: "{}", detail: "file.id is missing") { client throws(HubSpotError) in
                _ = try await client.uploadFile(name: "a", bytes: [], contentType: "text/plain")
            },
            Unreadable(name: "an assigned thread without an id", body: "{}", detail: "thread.id is missing") {
                client throws(HubSpotError) in _ = try await client.assignThread("55", to: .agent(userID: "77"))
            },
            Unreadable(name: "a closed thread without an id", body: "{}", detail: "thread.id is missing") {
                client throws(HubSpotError) in _ = try await client.setThreadStatus(.closed, threadID: "55")
            },
        ])
    func unreadable(_ row: Unreadable) async throws {
        let transport = StubTransport([.success(HTTPAnswer(status: 200, body: Array(row.body.utf8)))])
        let error = try await failure { () throws(HubSpotError) in try await row.write(client(transport)) }
        #expect(error.category == .ambiguous)
        #expect(error.detail == row.detail)
        #expect(error.mayHaveActed)
        #expect(error.result.status == .retry)
        #expect(transport.calls.count == 1)
    }

    @Test("A write may be answered without a word")
    func wordless() async throws {
        try await client(StubTransport([.status(204)])).unassignThread("55")
    }

    @Test(
        "After a 5xx or a time-out of a write HubSpot may have acted, so nobody writes again",
        arguments: [500, 502, 503, 504, 521, 477, 408, 499])
    func serverError(_ status: Int) async throws {
        let transport = StubTransport([.status(status)])
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).createTicket(properties: [:], contactID: nil, threadID: nil)
        }
        #expect(error.category == .unavailable)
        #expect(error.mayHaveActed)
        #expect(transport.calls.count == 1)
    }

    struct Undelivered: NamedCase {
        let name: String
        let message: JSON
        let detail: String?
    }

    @Test(
        "A message that HubSpot could not deliver is an error with its id, its codes and none of its text",
        arguments: [
            Undelivered(name: "no reason", message: nil, detail: nil),
            Undelivered(name: "a sentence", message: "casey@example.com is over quota", detail: nil),
            Undelivered(name: "a constant", message: "MAILBOX_FULL: casey@example.com", detail: "MAILBOX_FULL"),
            Undelivered(name: "SMTP", message: "550 5.1.1 <casey@example.com>: no such user.", detail: "550 5.1.1"),
            Undelivered(name: "at most three codes", message: "A_B C_D E_F G_H", detail: "A_B C_D E_F"),
            Undelivered(name: "not numbers of any kind", message: "call +1-555-0142 or 5.1 or 12.3.4 or CASEY", detail: "555"),
        ])
    func undelivered(_ row: Undelivered) async throws {
        let transport = StubTransport([
            .json(
                ["id": 660_077, "status": ["statusType": "FAILED", "failureDetails": ["errorMessage": row.message]]], status: 201)
        ])
        let message = OutgoingMessage(
            text: "", richText: "", senderActorID: .agent(userID: "77"), channelID: "1000", channelAccountID: "300",
            recipients: [])
        let error = try await failure { () throws(HubSpotError) in try await client(transport).send(message, threadID: "55") }
        #expect(error.category == .deliveryFailed)
        #expect(error.reasonCode == .deliveryFailed)
        #expect(error.messageID == "660077")
        #expect(error.detail == row.detail)
        #expect(error.mayHaveActed)
        #expect(error.result.status == .failed)
        #expect(error.description.contains("message id 660077"))
        #expect(!String(reflecting: error).contains("casey"))
        #expect(transport.calls.count == 1)
    }
}
