import AWSClient
import Foundation
import HostCore
import HostDelivery
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import SQSQueue

@Suite("Dead letters of what was erased")
struct SQSErasingTests {
    private static let erasedAt = Date(timeIntervalSince1970: 1_790_000_000)

    private static let erasure = RelayEvent(
        id: "e", source: "/test", type: QueueErasure.type,
        data: [
            Erasure.member: [
                Erasure(
                    of: ["default", "acme"], threadID: "7", email: "kim@example.com", until: erasedAt, wordsUntil: erasedAt + 200
                ).json
            ]
        ])

    /// Queues of dead letters: gives each letter once, and answers as told instead where something is told.
    private static func queues(
        _ letters: [String: [JSON]], hidden: String = "0",
        instead: @escaping @Sendable (ScriptedSQS.Call) throws -> JSON? = { _ in nil }
    ) -> ScriptedSQS {
        let left = Kept(letters)
        return ScriptedSQS { call, _ in
            if let answer = try instead(call) { return answer }
            switch call.operation {
            case "ReceiveMessage":
                return ["Messages": .array(left.take(call.input["MaxNumberOfMessages"]?.int ?? 1, of: call.queue))]
            case "GetQueueAttributes": return ["Attributes": ["ApproximateNumberOfMessagesNotVisible": .string(hidden)]]
            default: return ScriptedSQS.done(call)
            }
        }
    }

    private final class Kept: Sendable {
        private let letters: Mutex<[String: [JSON]]>

        init(_ letters: [String: [JSON]]) { self.letters = Mutex(letters) }

        func take(_ count: Int, of queue: String) -> [JSON] {
            letters.withLock { letters in
                let taken = letters[queue]?.prefix(count) ?? []
                letters[queue]?.removeFirst(taken.count)
                return Array(taken)
            }
        }
    }

    private static func letter(
        _ id: String, _ data: JSON = ["threadId": "7"], type: String = "ai.reply", organization: String? = nil,
        sent: Double? = -60, first: Double? = nil, body: String? = nil
    ) -> JSON {
        let event = RelayEvent(id: id, source: "/test", type: type, data: data, organization: organization)
        let note = MessageNote(code: .notFound, queued: first.map { erasedAt + $0 }).text ?? ""
        return [
            "MessageId": .string(id), "ReceiptHandle": .string(id), "Body": .string(body ?? event.json.canonical),
            "Attributes": .present(["SentTimestamp": .optional(sent.map { "\(Timestamp.milliseconds(erasedAt + $0))" })]),
            "MessageAttributes": .object([MessageNote.name: ["StringValue": .string(note), "DataType": "String"]]),
        ]
    }

    private func erase(
        _ sqs: ScriptedSQS, of functions: [String] = ["turns"], clock: TestClock = TestClock(now: erasedAt),
        within seconds: Double? = nil
    ) async -> InvocationResult {
        let erasing = SQSErasing(ScriptedSQS.address, of: functions, caller: sqs, ambient: clock.ambient, logger: .silent)
        return await erasing.result(of: Self.erasure, within: seconds)
    }

    private static func deleted(_ sqs: ScriptedSQS) -> [String] {
        sqs.calls(of: "DeleteMessage").compactMap { $0.input["ReceiptHandle"]?.string }
    }

    private static func shown(_ sqs: ScriptedSQS) -> [String] {
        sqs.calls(of: "ChangeMessageVisibilityBatch").flatMap { call in
            call.entries.compactMap { $0["VisibilityTimeout"] == 0 ? $0["ReceiptHandle"]?.string : nil }
        }
    }

    struct Row: NamedCase {
        let name: String
        let letter: JSON
        var isDeleted = true
    }

    static let rows = [
        Row(name: "of its thread", letter: letter("a")),
        Row(name: "of its customer's address", letter: letter("a", ["contact": ["email": "Kim@example.com"]])),
        Row(name: "of the organization's other name", letter: letter("a", organization: "acme")),
        Row(name: "of another thread", letter: letter("a", ["threadId": "8"]), isDeleted: false),
        Row(name: "of another organization", letter: letter("a", organization: "other"), isDeleted: false),
        Row(name: "words that a worker sent afterwards", letter: letter("a", sent: 100)),
        Row(name: "what was sent afterwards", letter: letter("a", type: "ai.turn", sent: 100), isDeleted: false),
        Row(
            name: "what became a dead letter afterwards, and was sent before",
            letter: letter("a", type: "ai.turn", sent: 100, first: -100)),
        Row(name: "what asks for an erasure itself", letter: letter("a", type: "session.delete"), isDeleted: false),
        Row(name: "what is no event", letter: letter("a", body: "hello"), isDeleted: false),
        Row(name: "of which nobody knows when it was sent", letter: letter("a", sent: nil), isDeleted: false),
    ]

    @Test("What belongs to it is deleted, and every other letter stays and is to be seen again", arguments: rows)
    func belongs(_ row: Row) async throws {
        let sqs = Self.queues(["relay-turns-dead": [row.letter]], hidden: row.isDeleted ? "0" : "1")
        #expect(await erase(sqs).status == .done)
        #expect(Self.deleted(sqs) == (row.isDeleted ? ["a"] : []))
        #expect(Self.shown(sqs) == (row.isDeleted ? [] : ["a"]))
        #expect(Set(sqs.calls.map(\.queue)) == ["relay-turns-dead"])
    }

    @Test("Every function's letters are looked through to the last, and each once")
    func all() async throws {
        let others = (1...30).map { Self.letter("o\($0)", ["threadId": "8"]) }
        let sqs = Self.queues([
            "relay-turns-dead": Array(others.prefix(17)) + [Self.letter("a")],
            "relay-posts-dead": [Self.letter("b")] + others.suffix(13) + [Self.letter("c")],
        ])
        #expect(await erase(sqs, of: ["turns", "posts", "none"]).status == .done)
        #expect(Self.deleted(sqs).sorted() == ["a", "b", "c"])
        #expect(Self.shown(sqs).sorted() == others.compactMap { $0["MessageId"]?.string }.sorted())
        for call in sqs.calls(of: "ReceiveMessage") {
            #expect(call.input["WaitTimeSeconds"]?.int == 1 && call.input["VisibilityTimeout"]?.int == 60)
        }
    }

    struct Trouble: NamedCase {
        let name: String
        var hidden = "1"
        let instead: @Sendable (ScriptedSQS.Call) throws -> JSON?
        var isDone = false
        var deleted = ["mine", "b"]
    }

    private static func refuses(_ operation: String, _ name: String) -> @Sendable (ScriptedSQS.Call) throws -> JSON? {
        { call in
            if call.operation == operation, call.queue == "relay-turns-dead" {
                throw AWSError(.refused(name: name, status: 400))
            }
            return nil
        }
    }

    static let troubles = [
        Trouble(
            name: "no right to read them", instead: refuses("ReceiveMessage", "AccessDeniedException"), deleted: ["b"]),
        Trouble(name: "no right to delete them", instead: refuses("DeleteMessage", "AccessDeniedException")),
        Trouble(name: "somebody else has some in hand", hidden: "3", instead: { _ in nil }),
        Trouble(
            name: "there is no such queue", instead: refuses("ReceiveMessage", "QueueDoesNotExist"), isDone: true,
            deleted: ["b"]),
    ]

    @Test("What could not be looked through is looked through again, and holds up no other queue", arguments: troubles)
    func trouble(_ row: Trouble) async throws {
        let sqs = Self.queues(
            [
                "relay-turns-dead": [Self.letter("other", ["threadId": "8"]), Self.letter("mine")],
                "relay-posts-dead": [Self.letter("b"), Self.letter("others", ["threadId": "8"])],
            ], hidden: row.hidden, instead: row.instead)
        let result = await erase(sqs, of: ["turns", "posts"])
        #expect(result.status == (row.isDone ? .done : .retry))
        #expect(result.code == (row.isDone ? nil : .storeUnavailable))
        #expect(Self.deleted(sqs).sorted() == row.deleted.sorted())
        // Nothing that was given stays hidden.
        let given = row.deleted.contains("mine") ? ["other", "others"] : ["others"]
        #expect(Self.shown(sqs).sorted() == given)
    }

    @Test(
        "More than can be looked at in the time there is: they are to be seen again, and so is the erasure",
        arguments: [nil, 6.0])
    func tooMany(_ seconds: Double?) async throws {
        let clock = TestClock(now: Self.erasedAt)
        let letters = (1...100).map { Self.letter("\($0)", ["threadId": "8"]) }
        let sqs = Self.queues(["relay-turns-dead": letters]) { call in
            if call.operation == "ReceiveMessage" { clock.advance(1) }
            return nil
        }
        let result = await erase(sqs, clock: clock, within: seconds)
        #expect(result.code == .storeUnavailable)
        #expect(result.message == "dead letters are still to be looked through: turns")
        #expect(Self.shown(sqs).count == (seconds == nil ? 80 : 12))
    }

    @Test("An event that names nothing is a dead letter")
    func nothing() async throws {
        let erasing = SQSErasing(
            ScriptedSQS.address, of: ["turns"], caller: ScriptedSQS(), ambient: TestClock().ambient, logger: .silent)
        #expect(await erasing.result(of: event("e", type: QueueErasure.type)).isHopeless)
    }
}
