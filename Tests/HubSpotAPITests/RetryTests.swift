import FoundationEssentials
import Logging
import RelayCore
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("New tries")
struct RetryTests {
    typealias Answer = Result<HTTPAnswer, TransportError>

    struct Case: NamedCase {
        let name: String
        var isWrite = false
        let script: [Answer]
        /// nil where the call succeeds in the end.
        var code: ReasonCode?
        var waits: [Double] = []
    }

    static let good = Answer.json(["id": "1", "properties": [:]])
    static let page = Answer.success(HTTPAnswer(status: 200, body: Array("<html>".utf8)))

    static let cases: [Case] = [
        Case(name: "a read after 500", script: [.status(500), good], waits: [0.3]),
        Case(name: "a read after two lost answers", script: [.lost(.interrupted), .lost(.timedOut), good], waits: [0.3, 1]),
        Case(name: "a read after a time that was up", script: [.status(408), .status(499), good], waits: [0.3, 1]),
        Case(name: "a read after a page in HTML and an answer of nothing", script: [page, .status(200), good], waits: [0.3, 1]),
        Case(
            name: "a read, at most three times, after pages in HTML", script: [page, page, page], code: .unavailable,
            waits: [0.3, 1]),
        Case(name: "no read of an answer that lacks its id", script: [.json([:])], code: .unexpectedAnswer),
        Case(
            name: "a read, at most three times", script: [.status(502), .status(503), .status(504)], code: .unavailable,
            waits: [0.3, 1]),
        Case(name: "a read after a short Retry-After", script: [.status(429, headers: ["retry-after": "2"]), good], waits: [2]),
        Case(name: "no read after a long Retry-After", script: [.status(429, headers: ["retry-after": "3"])], code: .rateLimited),
        Case(
            name: "no read while the account is moved", script: [.status(477, headers: ["retry-after": "600"])],
            code: .unavailable),
        Case(
            name: "no read against the ten-second limit", script: [.json(["policyName": "TEN_SECONDLY_ROLLING"], status: 429)],
            code: .rateLimited),
        Case(
            name: "a search against its limit of a second", script: [.json(["policyName": "SECONDLY"], status: 429), good],
            waits: [1]),
        Case(name: "no read against the daily limit", script: [.json(["policyName": "DAILY"], status: 429)], code: .dailyLimit),
        Case(name: "a read of what is locked", script: [.status(423), good], waits: [2]),
        Case(name: "no read of what is not there", script: [.status(404)], code: .notFound),
        Case(name: "no read that is refused", script: [.status(403)], code: .missingScope),
        Case(name: "no read whose answer is too large", script: [.lost(.answerTooLarge)], code: .unexpectedAnswer),
        Case(name: "no read that is cancelled", script: [.lost(.cancelled)], code: .deadlinePassed),
        Case(
            name: "a write that was not sent", isWrite: true, script: [.lost(.notSent), .lost(.notSent), good], waits: [0.3, 1]),
        Case(
            name: "a write against a limit", isWrite: true, script: [.status(429, headers: ["retry-after": "1"]), good],
            waits: [1]),
        Case(name: "a write of what is locked", isWrite: true, script: [.status(423), good], waits: [2]),
        Case(name: "no write after 500: HubSpot may have acted", isWrite: true, script: [.status(500)], code: .unavailable),
        Case(name: "no write after 408", isWrite: true, script: [.status(408)], code: .unavailable),
        Case(name: "no write after a page in HTML", isWrite: true, script: [page], code: .ambiguous),
        Case(name: "no write whose answer is too large", isWrite: true, script: [.lost(.answerTooLarge)], code: .ambiguous),
        Case(name: "no write whose answer was lost", isWrite: true, script: [.lost(.interrupted)], code: .ambiguous),
        Case(name: "no write that timed out", isWrite: true, script: [.lost(.timedOut)], code: .ambiguous),
    ]

    @Test("A call is tried again only where it helps, and a write only where HubSpot did not act", arguments: cases)
    func tries(_ row: Case) async throws {
        let transport = StubTransport(row.script)
        let clock = TestClock()
        let client = client(transport, clock: clock)
        var code: ReasonCode?
        do throws(HubSpotError) {
            if row.isWrite {
                try await client.updateTicket(id: "70", properties: [:])
            } else {
                _ = try await client.ticket(id: "70", properties: [])
            }
        } catch {
            code = error.reasonCode
        }
        #expect(code == row.code)
        #expect(clock.slept == row.waits)
        #expect(transport.calls.count == row.script.count)
    }

    static let passing: [Case] = [
        Case(name: "a short limit", script: [.status(429, headers: ["retry-after": "1"])], code: .rateLimited),
        Case(name: "a lock", script: [.status(423)], code: .locked),
        Case(name: "no connection", script: [.lost(.notSent)], code: .connectionFailed),
    ]

    @Test(
        "What is right only at this moment is tried once: a message to a customer, and the thread opened for it",
        arguments: passing)
    func ofTheMoment(_ row: Case) async throws {
        let message = OutgoingMessage(
            text: "Hello", richText: "Hello", senderActorID: .agent(userID: "7"), channelID: "1000", channelAccountID: "1",
            recipients: [])
        for isMessage in [true, false] {
            let transport = StubTransport(row.script)
            let clock = TestClock()
            let client = client(transport, clock: clock, deadline: clock.now + 60)
            let error = try await failure { () throws(HubSpotError) in
                if isMessage {
                    _ = try await client.send(message, threadID: "55")
                } else {
                    _ = try await client.setThreadStatus(.open, threadID: "55")
                }
            }
            #expect(error.reasonCode == row.code && error.isWorthRetrying)
            #expect(clock.slept.isEmpty && transport.calls.count == 1)
        }
    }

    @Test("It waits for the limit of ten seconds as long as a call may take, and no longer")
    func pacing() async throws {
        let clock = TestClock()
        let memory = PortalMemory()
        memory.limiter.noteRefusal(.tenSeconds, retryAfter: 0.4, now: clock.now)
        let transport = StubTransport([.json(["id": "55"])])
        let client = client(transport, clock: clock, memory: memory, deadline: clock.now + 60)
        _ = try await client.setThreadStatus(.open, threadID: "55")
        #expect(clock.slept.count == 1)
        memory.limiter.noteRefusal(.tenSeconds, retryAfter: 0.6, now: clock.now)
        let error = try await failure { () throws(HubSpotError) in try await client.setThreadStatus(.open, threadID: "55") }
        #expect(error.reasonCode == .rateLimited && clock.slept.count == 1 && transport.calls.count == 1)
    }

    @Test("A new try is logged with what was asked and why, and nothing more")
    func log() async throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in
            LineLogHandler(level: .trace, asText: false, now: { TestClock().now }, write: lines.append)
        }
        _ = try await client(StubTransport([.status(500), Self.good]), tokens: ["sesame"], logger: logger)
            .contact(email: "casey@example.com")
        let line = try JSON.parse(try #require(lines.all.first))
        #expect(lines.all.count == 1)
        #expect(line["operation"] == "read the contact")
        #expect(line["code"] == "unavailable")
        #expect(!lines.all.joined().contains("casey"))
        #expect(!lines.all.joined().contains("sesame"))
    }
}
