import AWSClient
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Making a call to AWS again")
struct RetryTests {
    struct Row: NamedCase {
        let name: String
        var operation = "GetItem"
        let script: [Result<HTTPAnswer, TransportError>]
        var isHarmless = true
        /// How long it waits in between.
        var pauses: [Double] = []
        /// What the error says; nil: there is none.
        var says: String?
    }

    @Test(
        "What may help is tried again, after longer and longer pauses; nothing else is",
        arguments: [
            Row(name: "throttled", script: [.refusal("ThrottlingException"), .json([:])], pauses: [0.2]),
            Row(
                name: "throttled, and not harmless", script: [.refusal("ProvisionedThroughputExceededException"), .json([:])],
                isHarmless: false, pauses: [0.2]),
            Row(name: "a fault of AWS", script: [.refusal("InternalServerError", status: 500), .json([:])], pauses: [0.05]),
            Row(
                name: "a fault of AWS, and not harmless", script: [.refusal("InternalServerError", status: 500)],
                isHarmless: false,
                says: "AWS refused it: (InternalServerError, 500, request R1)"),
            Row(name: "not sent", script: [.lost(.notSent), .json([:])], isHarmless: false, pauses: [0.05]),
            Row(name: "interrupted", script: [.lost(.interrupted), .lost(.timedOut), .json([:])], pauses: [0.05, 0.1]),
            Row(
                name: "interrupted, and not harmless", script: [.lost(.interrupted)], isHarmless: false,
                says: "AWS gave no answer: interrupted: scripted"),
            Row(
                name: "a busy proxy before AWS, which says it in HTML",
                script: [.success(HTTPAnswer(status: 503, body: Array("<html>sesame".utf8))), .json([:])], pauses: [0.05]),
            Row(
                name: "throttled for good", script: Array(repeating: .refusal("ThrottlingException"), count: 5),
                pauses: [0.2, 0.4, 0.8, 1.6], says: "AWS refused it: (ThrottlingException, 400, request R1)"),
            Row(
                name: "refused", script: [.refusal("AccessDeniedException")],
                says: "AWS refused it: the credentials' role or user may not do that (AccessDeniedException, 400, request R1)"),
            Row(
                name: "a condition that does not hold", script: [.refusal("ConditionalCheckFailedException")],
                says: "AWS refused it: (ConditionalCheckFailedException, 400, request R1)"),
            Row(
                name: "a transaction that another one crossed",
                script: [transaction(["None", "TransactionConflict"]), .json([:])], pauses: [0.2]),
            Row(
                name: "a transaction whose condition does not hold",
                script: [transaction(["ConditionalCheckFailed", "TransactionConflict"])],
                says: "AWS refused it: (TransactionCanceledException, 400)"),
            Row(
                name: "cancelled", script: [.lost(.cancelled)], says: "AWS gave no answer: cancelled: scripted"),
            Row(
                name: "no JSON", script: [.success(HTTPAnswer(status: 200, body: Array("sesame".utf8)))],
                says: "AWS's answer is not one that its documents describe (200)"),
            Row(
                name: "an error without a name", script: [.json(["__type": "open sesame"], status: 400)],
                says: "AWS refused it: (no name, 400)"),
            Row(
                name: "the name in a header",
                script: [
                    .json([:], status: 400, headers: ["x-amzn-errortype": "ThrottledException:http://aws.example/doc/"]),
                    .json([:]),
                ],
                pauses: [0.2]),
            Row(
                name: "nothing", script: [.success(HTTPAnswer(status: 200))],
                says: "AWS's answer is not one that its documents describe (200)"),
            Row(
                name: "nothing, where there is nothing to say", operation: "DeleteMessage",
                script: [.success(HTTPAnswer(status: 200))]),
        ])
    func repeated(_ row: Row) async throws {
        let transport = StubTransport(row.script)
        let clock = TestClock()
        let client = try AWSClient.scripted(transport, clock)
        do throws(AWSError) {
            _ = try await client.call(row.operation, [:], isHarmless: row.isHarmless)
            #expect(row.says == nil)
        } catch {
            #expect(error.description == row.says)
            #expect(!String(reflecting: error).contains("sesame"))
        }
        #expect(clock.slept == row.pauses)
        #expect(transport.unused == 0)
        #expect(transport.calls.allSatisfy { $0.isWrite != row.isHarmless })
    }

    private static func transaction(_ reasons: [String]) -> Result<HTTPAnswer, TransportError> {
        .json(
            [
                "__type": "x#TransactionCanceledException",
                "CancellationReasons": .array(reasons.map { ["Code": .string($0), "Message": "sesame"] }),
            ], status: 400)
    }

    @Test("By chance a pause is up to half as long")
    func chance() async throws {
        let transport = StubTransport([.refusal("SlowDown"), .json([:])])
        let clock = TestClock()
        let client = try AWSClient(
            .dynamoDB, environment: keyed, transport: transport, ambient: clock.ambient, pauses: AWSPauses(chance: { 0 }))
        _ = try await client.call("GetItem", [:], isHarmless: true)
        #expect(clock.slept == [0.1])
    }

    @Test("It ends before the deadline: no pause goes beyond it, no call is begun after it, and none lasts longer")
    func deadline() async throws {
        let clock = TestClock()
        let transport = StubTransport([.refusal("ThrottlingException")])
        let client = try AWSClient.scripted(transport, clock)
        let error = await #expect(throws: AWSError.self) {
            try await client.call("GetItem", [:], until: clock.now + 0.15, isHarmless: true)
        }
        #expect(error?.name == "ThrottlingException")
        #expect(clock.slept.isEmpty)
        let timeout = try #require(transport.calls.first?.timeout)
        #expect(abs(timeout - 0.15) < 0.001)
        let late = await #expect(throws: AWSError.self) {
            try await client.call("GetItem", [:], until: clock.now, isHarmless: true)
        }
        #expect(late?.reason == .outOfTime)
        #expect(transport.calls.count == 1)
    }
}
