import Foundation
import HostCore
import PostgresClient
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("A container whose queue cannot be reached", .timeLimit(.minutes(10)))
struct QueueReachTests {
    private let workspace: Workspace
    private let lines = LogLines()

    init() throws { workspace = try Workspace() }

    struct Row: NamedCase {
        let name: String
        /// Of AWS's error; nil: the queue is in PostgreSQL, where nobody listens.
        let error: String?
    }

    @Test(
        "It is not ready, says why, and says it once",
        arguments: [
            Row(name: "nobody listens", error: nil), Row(name: "it may not be read", error: "AccessDeniedException"),
            Row(name: "there is none", error: "QueueDoesNotExist"),
        ])
    func unreachable(_ row: Row) async throws {
        let sqs = try LoopbackServer { _ in
            .answer("400 Bad Request", #"{"__type":"com.amazonaws.sqs#\#(row.error ?? "")"}"#)
        }
        let environment = row.error == nil ? ["QUEUE_URL": "postgres://relay@127.0.0.1:1/relay"] : Self.environment(sqs)
        try await ContainerStage.with(workspace, environment: environment, logger: lines.logger) { port, _ in
            for _ in 0..<3 {
                #expect(try await eventually { try await readiness(port).status == 503 })
                #expect(try await readiness(port).body == #"{"faults":{"queue":"store-unavailable"},"status":"not ready"}"#)
            }
            let far = try await HTTPExchange.send("GET", "/readyz", port: port, headers: ["X-Forwarded-For: 192.0.2.1"])
            #expect(far.body == #"{"status":"not ready"}"#)
            #expect(try await HTTPExchange.send("GET", "/healthz", port: port).status == 200)
        }
        #expect(lines.count("the queue cannot be reached") == 1, "\(lines.all)")
    }

    @Test("It is ready once the queue can be reached, and works on it")
    func reached() async throws {
        let isOpen = Flag()
        let body = event("late").json.canonical
        let given = Flag()
        let sqs = try LoopbackServer { request in
            guard isOpen.isSet else { return .answer("400 Bad Request", #"{"__type":"com.amazonaws.sqs#AccessDenied"}"#) }
            guard request.headers["x-amz-target"] == "AmazonSQS.ReceiveMessage", !given.isSet else {
                return .answer("200 OK", #"{"MessageId":"m-9"}"#)
            }
            given.set()
            let messages: JSON = ["Messages": [["MessageId": "m-1", "ReceiptHandle": "r-1", "Body": .string(body)]]]
            return .answer("200 OK", messages.canonical)
        }
        try await ContainerStage.with(workspace, environment: Self.environment(sqs), logger: lines.logger) { port, _ in
            let isOut = try await eventually { try await readiness(port).status == 503 }
            isOpen.set()
            let isBack = try await eventually { try await readiness(port).status == 200 }
            #expect(isOut && isBack)
            #expect(await eventually { workspace.text(of: "starts.lines").contains("late") })
        }
        #expect(lines.count("the queue can be reached again") == 1, "\(lines.all)")
    }

    @Test(
        "A database that is made later is one", .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
    func madeLater() async throws {
        let url = try await PostgresServer.schema()
        // No such schema yet.
        let later = url.replacing(/search_path%3D.*/, with: "search_path%3Dlater_made")
        var ambient = Ambient.live
        // The pause until the queue is looked for again need not be waited for.
        ambient.sleep = { seconds in await Ambient.live.sleep(seconds == SharedQueue.pause ? 0.05 : seconds) }
        try await ContainerStage.with(workspace, environment: ["QUEUE_URL": later], ambient: ambient, logger: lines.logger) {
            port, _ in
            #expect(try await eventually { try await readiness(port).status == 503 })
            let database = PostgresDatabase(try #require(PostgresURL(url)), PostgresSchema(component: "tests", steps: []))
            try await database.run { connection, end in try connection.runScript("CREATE SCHEMA later_made", until: end) }
            #expect(try await eventually { try await readiness(port).status == 200 })
        }
        #expect(lines.count("the queue cannot be reached") == 1, "\(lines.all)")
    }

    @Test("A failure counts until a call succeeds, and no longer than a minute: who gets no requests makes no calls")
    func memory() async {
        struct Refusal: Error {}
        let clock = TestClock()
        let reach = QueueReach(ambient: clock.ambient, logger: lines.logger)
        #expect(await !reach.isFailing())
        reach.note(Refusal())
        for (seconds, isFailing) in [(0.0, true), (59, true), (1, false)] {
            clock.advance(seconds)
            #expect(await reach.isFailing() == isFailing)
        }
        reach.note(Refusal())
        #expect(await reach.isFailing())
        reach.note(nil)
        #expect(await !reach.isFailing())
        #expect(lines.count("the queue cannot be reached") == 1)
        #expect(lines.count("the queue can be reached again") == 1)
    }

    private static func environment(_ sqs: LoopbackServer) -> [String: String] {
        [
            "QUEUE_URL": "\(sqs.url)/123456789012/relay-{function}", "AWS_ENDPOINT_URL_SQS": sqs.url, "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
        ]
    }

    private func readiness(_ port: Int) async throws -> HTTPExchange.Answer {
        try await HTTPExchange.send("GET", "/readyz", port: port)
    }
}
