import Foundation
import HostCore
import HostDelivery
import Logging
import RelayCore
import TestSupport
import Testing

@testable import SQSQueue

@Suite("What becomes of a message out of SQS")
struct SQSSourceTests {
    private let clock = TestClock()

    private func source(_ sqs: ScriptedSQS) -> SQSSource {
        SQSSource(
            ScriptedSQS.address, of: "turns", caller: sqs, maximumReceives: 5, ambient: clock.ambient, logger: .silent)
    }

    private static func message(
        receives: Int, note: DeliveryTries, queued: Date? = nil, sent: Date? = nil, group: String?
    ) throws -> SQSMessage {
        let text = MessageNote(tries: note, queued: queued).text.map {
            JSON.object(["stringValue": .string($0), "dataType": "String"])
        }
        let record: JSON = [
            "messageId": "m-1", "receiptHandle": "r-1", "body": .string(event("a").json.canonical),
            "attributes": .present([
                "ApproximateReceiveCount": .string("\(receives)"), "SequenceNumber": .optional(group),
                "SentTimestamp": .optional(sent.map { "\(Timestamp.milliseconds($0))" }),
            ]),
            "messageAttributes": .present([MessageNote.name: text ?? .null]),
        ]
        return try #require(try SQSMessage.records(["Records": [record]]).first)
    }

    private static let start = Date(timeIntervalSince1970: 1_790_000_000)

    private static func waited(_ code: ReasonCode, _ seconds: Double = 0, count: Int = 1, faults: Int = 0) -> DeliveryTries {
        DeliveryTries(faults: faults, wait: DeliveryWait(code: code, since: start - seconds, count: count))
    }

    struct Row: NamedCase {
        let name: String
        var receives = 1
        var note = DeliveryTries()
        var queued: Date?
        var sent: Date?
        var group: String?
        let result: FunctionResult
        var isOver = true
        /// Operation and queue.
        var calls: [String] = []
        /// Of DelaySeconds or VisibilityTimeout.
        var seconds: Int?
        /// On the new message.
        var says: String?
    }

    @Test(
        "Done, put back, hidden or laid with the dead letters",
        arguments: [
            Row(name: "done", result: .done()), Row(name: "nothing to do", result: .skipped(.ownMessage)),
            Row(
                name: "a first fault is hidden, and SQS counts it", result: .retry(.internalError), isOver: false,
                calls: ["ChangeMessageVisibility relay-turns"], seconds: 1),
            Row(
                name: "a third one for longer", receives: 3, result: .retry(.internalError), isOver: false,
                calls: ["ChangeMessageVisibility relay-turns"], seconds: 16),
            Row(
                name: "the last one", receives: 5, result: .retry(.internalError),
                calls: ["SendMessage relay-turns-dead"], says: #"{"code":"internal-error"}"#),
            Row(
                name: "faults of messages before this one count", receives: 2, note: DeliveryTries(faults: 3),
                result: .retry(.internalError), calls: ["SendMessage relay-turns-dead"], says: #"{"code":"internal-error"}"#),
            Row(
                name: "what can never be done", result: .failed(.notFound), calls: ["SendMessage relay-turns-dead"],
                says: #"{"code":"not-found"}"#),
            Row(
                name: "a dead letter says when its event was sent", sent: start - 60, result: .failed(.notFound),
                calls: ["SendMessage relay-turns-dead"], says: #"{"code":"not-found","queued":"2026-09-21T14:12:20.000Z"}"#),
            Row(
                name: "what was put back before says when it was first sent", queued: start - 600, sent: start - 60,
                result: .failed(.notFound), calls: ["SendMessage relay-turns-dead"],
                says: #"{"code":"not-found","queued":"2026-09-21T14:03:20.000Z"}"#),
            Row(
                name: "and so does what is put back", queued: start - 600, result: .retry(.leaseBusy),
                calls: ["SendMessage relay-turns"], seconds: 1,
                says:
                    #"{"queued":"2026-09-21T14:03:20.000Z","wait":{"code":"lease-busy","count":1,"since":"2026-09-21T14:13:20.000Z"}}"#
            ),
            Row(
                name: "a wait is put back, and no fault", receives: 2, result: .retry(.rateLimited, after: 30),
                calls: ["SendMessage relay-turns"], seconds: 30,
                says: #"{"faults":1,"wait":{"code":"rate-limited","count":1,"since":"2026-09-21T14:13:20.000Z"}}"#),
            Row(
                name: "a wait that goes on says since when", note: waited(.unavailable, 600, count: 4),
                result: .retry(.unavailable), calls: ["SendMessage relay-turns"], seconds: 16,
                says: #"{"wait":{"code":"unavailable","count":5,"since":"2026-09-21T14:03:20.000Z"}}"#),
            Row(
                name: "a busy thread", result: .retry(.leaseBusy), calls: ["SendMessage relay-turns"], seconds: 1,
                says: #"{"wait":{"code":"lease-busy","count":1,"since":"2026-09-21T14:13:20.000Z"}}"#),
            Row(
                name: "later than SQS can hold it back", result: .retry(.notBefore, after: 5000),
                calls: ["SendMessage relay-turns"], seconds: 900,
                says: #"{"wait":{"code":"not-before","count":1,"since":"2026-09-21T14:13:20.000Z"}}"#),
            Row(
                name: "a fault after a wait", note: waited(.unavailable, 600, count: 4, faults: 1),
                result: .retry(.internalError), isOver: false, calls: ["ChangeMessageVisibility relay-turns"], seconds: 4),
            Row(
                name: "progress: the faults count anew", receives: 4,
                result: FunctionResult(
                    status: .retry, code: .internalError, data: [FunctionResult.progress: true]),
                calls: ["SendMessage relay-turns"], seconds: 1, says: #"{"faults":1}"#),
            Row(
                name: "after three days of waiting it has one try left", note: waited(.unavailable, 259_200, count: 900),
                result: .retry(.unavailable), calls: ["SendMessage relay-turns"], seconds: 300,
                says: #"{"faults":4,"wait":{"code":"unavailable","count":901,"since":"2026-09-18T14:13:20.000Z"}}"#),
            Row(
                name: "a queue that keeps an order: a wait is hidden", group: "g", result: .retry(.rateLimited, after: 30),
                isOver: false, calls: ["ChangeMessageVisibility relay-turns"], seconds: 30),
            Row(
                name: "a queue that keeps an order: SQS itself gives up", group: "g", result: .failed(.notFound), isOver: false),
        ])
    func settle(_ row: Row) async throws {
        let sqs = ScriptedSQS { call, _ in ScriptedSQS.done(call) }
        let message = try Self.message(
            receives: row.receives, note: row.note, queued: row.queued, sent: row.sent, group: row.group)
        let isOver = await source(sqs).settle(message, InvocationResult(row.result))
        #expect(isOver == row.isOver)
        #expect(sqs.calls.map { "\($0.operation) \($0.queue)" } == row.calls)
        let call = sqs.calls.first?.input
        #expect((call?["DelaySeconds"] ?? call?["VisibilityTimeout"])?.int == row.seconds)
        #expect(call?["MessageAttributes"]?[MessageNote.name]?["StringValue"]?.string == row.says)
        if let body = call?["MessageBody"]?.string { #expect(body == message.body) }
    }

    @Test(
        "What SQS did not say that it took stays where it is",
        arguments: [FunctionResult.retry(.rateLimited, after: 30), .failed(.notFound)])
    func untaken(_ result: FunctionResult) async throws {
        let sqs = ScriptedSQS { _, _ in [:] }
        let message = try Self.message(receives: 1, note: DeliveryTries(), group: nil)
        #expect(await !source(sqs).settle(message, InvocationResult(result)))
        #expect(!sqs.calls.contains { $0.operation == "DeleteMessage" })
    }

    @Test(
        "Whatever number a stranger wrote on a message, it is worked on",
        arguments: [
            #"{"faults":9223372036854775807}"#, #"{"faults":9223372036854775806}"#, #"{"faults":-9223372036854775808}"#,
            #"{"wait":{"code":"unavailable","since":"2026-09-21T14:03:20.000Z","count":9223372036854775807}}"#,
            #"{"wait":{"code":"unavailable","since":"0001-01-01T00:00:00Z","count":-1},"faults":1e300}"#,
        ])
    func numbers(_ note: String) async throws {
        let record: JSON = [
            "messageId": "m-1", "receiptHandle": "r-1", "body": .string(event("a").json.canonical),
            "attributes": ["ApproximateReceiveCount": "9223372036854775807"],
            "messageAttributes": [MessageNote.name: ["stringValue": .string(note), "dataType": "String"]],
        ]
        let message = try #require(try SQSMessage.records(["Records": [record]]).first)
        let sqs = ScriptedSQS { call, _ in ScriptedSQS.done(call) }
        for result in [FunctionResult.retry(.internalError), .retry(.unavailable), .done()] {
            _ = await source(sqs).settle(message, InvocationResult(result))
        }
        #expect(sqs.calls.count == 2)
    }

    struct Wait: NamedCase {
        let name: String
        let result: FunctionResult
        var note = DeliveryTries()
        var isTold = true
    }

    @Test(
        "What has waited for a quarter of an hour for something outside is told, each time",
        arguments: [
            Wait(name: "HubSpot is away", result: .retry(.unavailable), note: waited(.unavailable, 900)),
            Wait(name: "another reason than at first", result: .retry(.unauthorized), note: waited(.unavailable, 90_000)),
            Wait(name: "not yet for long", result: .retry(.unavailable), note: waited(.unavailable, 899), isTold: false),
            Wait(name: "for the first time", result: .retry(.unavailable), isTold: false),
            Wait(name: "its own time", result: .retry(.notBefore, after: 60), note: waited(.notBefore, 9000), isTold: false),
            Wait(name: "a busy thread", result: .retry(.leaseBusy), note: waited(.leaseBusy, 9000), isTold: false),
            Wait(name: "a fault", result: .retry(.internalError), note: waited(.unavailable, 9000), isTold: false),
            Wait(name: "over", result: .done(), note: waited(.unavailable, 9000), isTold: false),
        ])
    func longWait(_ row: Wait) async throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in
            LineLogHandler(level: .warning, asText: true, now: { Self.start }) { lines.add($0) }
        }
        let source = SQSSource(
            ScriptedSQS.address, of: "turns", caller: ScriptedSQS { call, _ in ScriptedSQS.done(call) }, maximumReceives: 5,
            ambient: clock.ambient,
            logger: logger)
        _ = await source.settle(try Self.message(receives: 1, note: row.note, group: nil), InvocationResult(row.result))
        let seconds = row.note.wait.map { Int(Self.start.timeIntervalSince($0.since)) } ?? 0
        let code = row.result.code?.rawValue ?? ""
        let line = "warning an event has waited for long code=\(code) messageId=m-1 seconds=\(seconds)\n"
        #expect(lines.all == (row.isTold ? ["\(Timestamp.rfc3339(Self.start)) \(line)"] : []))
    }

    @Test("What cannot be put back is hidden for as long, and SQS gives it again")
    func away() async throws {
        let sqs = ScriptedSQS { call, _ in
            if call.operation == "SendMessage" { throw ScriptedSQS.Down() }
            return ScriptedSQS.done(call)
        }
        let message = try Self.message(receives: 1, note: DeliveryTries(), group: nil)
        let isOver = await source(sqs).settle(message, .retry(.rateLimited, "wait"), within: 3)
        #expect(!isOver)
        #expect(sqs.calls.map(\.operation) == ["SendMessage", "ChangeMessageVisibility"])
        // Together no longer than there is time.
        #expect(sqs.calls.map(\.seconds) == [1.5, 1.5])
        let isBuried = await source(sqs).settle(message, .failed(.notFound, nil))
        #expect(!isBuried)
    }

    @Test("What was not begun loses none of its tries")
    func unbegun() async throws {
        let sqs = ScriptedSQS { call, _ in ScriptedSQS.done(call) }
        let message = try Self.message(receives: 3, note: DeliveryTries(faults: 1), group: nil)
        let isOver = await source(sqs).giveBack(message)
        #expect(isOver)
        #expect(sqs.calls.first?.input["MessageAttributes"]?[MessageNote.name]?["StringValue"] == #"{"faults":3}"#)
        #expect(sqs.calls.first?.input["DelaySeconds"] == nil)
    }
}
