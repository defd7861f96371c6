import Foundation
import HostCore
import HostWorkers
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("A container from its start to its end", .timeLimit(.minutes(10)))
struct ContainerLifeTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private static let whole = ["EVENTS_OPEN": "true", "K_SINK": "http://127.0.0.1:9"]

    struct Fault: NamedCase {
        let name: String
        var function = "emitter"
        var environment: [String: String] = [:]
        let faults: [String]
    }

    @Test(
        "What is wrong is said before anything is taken",
        arguments: [
            Fault(
                name: "nowhere to send",
                faults: ["K_SINK is missing, and so is QUEUE_URL: emitter emits events, which must go somewhere"]),
            Fault(
                name: "one queue for all", environment: ["QUEUE_URL": "https://sqs.example.com/123456789012/relay"],
                faults: [
                    "QUEUE_URL must be postgres://user@host/database, or the URL of SQS queues that keep no order, with {function} "
                        + "for the name"
                ]),
            Fault(
                name: "a sink beside a database",
                environment: ["QUEUE_URL": "postgres://relay@db.example.com/relay", "K_SINK": "http://127.0.0.1:9"],
                faults: ["K_SINK cannot be used beside a QUEUE_URL of PostgreSQL"]),
            Fault(
                name: "queues of AWS, and no AWS",
                environment: [
                    "QUEUE_URL": "https://sqs.example.com/123456789012/relay-{function}"
                ], faults: ["QUEUE_URL cannot be used: AWS_REGION is missing"]),
            Fault(
                name: "queues of another region",
                environment: [
                    "QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/relay-{function}",
                    "AWS_REGION": "eu-central-1",
                    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
                ], faults: ["QUEUE_URL is of the region eu-west-1, and AWS_REGION is eu-central-1"]),
            Fault(
                name: "nobody could come in", function: "scripted",
                faults: [
                    "EVENTS_KEY is missing: nobody could send scripted an event. A platform that lets only its own senders "
                        + "reach it needs EVENTS_OPEN=true instead"
                ]),
            Fault(
                name: "the function refuses its own", function: "misconfigured", environment: whole,
                faults: ["misconfigured HUBSPOT_ACCESS_TOKEN is missing"]),
            Fault(
                name: "several",
                environment: ["WORKERS": "0", "DRAIN_SECONDS": "soon", "K_SINK": "broker", "EVENTS_KEY": "short"],
                faults: [
                    "EVENTS_KEY must have at least 16 characters", "K_SINK must start with https:// or http://",
                    "WORKERS must be from 1 to 64", "DRAIN_SECONDS must be a number of seconds",
                ]),
            Fault(
                name: "overrides", environment: whole.merging(["K_CE_OVERRIDES": #"{"extensions":{"a-b":"c"}}"#]) { $1 },
                faults: ["K_CE_OVERRIDES must have text for each extension, whose name has lower-case letters and digits"]),
            Fault(
                name: "an override of the id",
                environment: whole.merging(["K_CE_OVERRIDES": #"{"extensions":{"id":"c"}}"#]) { $1 },
                faults: ["K_CE_OVERRIDES must not replace id, which is the event's own"]),
            Fault(
                name: "a key that is no header", environment: whole.merging(["SINK_KEY": "example\r\nx: y"]) { $1 },
                faults: ["SINK_KEY must be printable ASCII without spaces"]),
        ])
    func faults(_ row: Fault) async throws {
        let error = await #expect(throws: ConfigurationFaults.self) {
            try await ContainerStage.with(workspace, row.function, environment: row.environment) { _, _ in }
        }
        let said = error?.faults.map(\.description).sorted() ?? []
        #expect(said == row.faults.sorted())
    }

    struct Broken: NamedCase {
        let name: String
        /// The function's executable; nil: there is none.
        var script: String?
        let problem: String
    }

    @Test(
        "A function that cannot be started is no container that is ready",
        arguments: [
            Broken(name: "a library is missing", script: "exit 127", problem: "emitter ended with 127 before it was given"),
            Broken(name: "it traps", script: "kill -ILL $$", problem: "emitter was ended by signal 4 before it was given"),
            Broken(name: "there is no executable", problem: "emitter: could not be started"),
        ])
    func broken(_ row: Broken) async throws {
        let settings = try await ContainerStage.settings(workspace, "emitter", environment: Self.whole)
        let path = workspace.path("emitter")
        try FileManager.default.removeItem(atPath: path)
        if let script = row.script {
            _ = FileManager.default.createFile(
                atPath: path, contents: Data("#!/bin/sh\n\(script)\n".utf8), attributes: [.posixPermissions: 0o755])
        }
        let prepared = try PreparedFunction(settings, ambient: .live, logger: .silent)
        let error = await #expect(throws: HostError.self) { try await prepared.start() }
        #expect(error?.description.contains(row.problem) == true, "\(error?.description ?? "")")
        await prepared.workers.stop(within: 5)
    }

    @Test("A function that there is not is named, with those that there are")
    func unknown() async throws {
        var settings = try await ContainerStage.settings(workspace, "emitter", environment: Self.whole)
        settings.function = "emiter"
        let error = #expect(throws: HostError.self) {
            _ = try PreparedFunction(settings, ambient: .live, logger: .silent)
        }
        #expect(error?.description == "there is no function emiter; there are emitter")
    }

    @Test("Anybody learns whether it is ready, callers on its machine why not")
    func readiness() async throws {
        try await ContainerStage.with(workspace, environment: Self.whole) { port, _ in
            for (path, status) in [("/healthz", 200), ("/readyz", 200), ("/metrics", 404), ("/console", 404)] {
                #expect(try await HTTPExchange.send("GET", path, port: port).status == status, "\(path)")
            }
            let far = try await HTTPExchange.send("GET", "/readyz", port: port, headers: ["X-Forwarded-For: 192.0.2.1"])
            #expect(far.body == #"{"status":"ready"}"#)
        }
    }

    @Test("As many events at once as there are workers; of more, some wait, and the rest is refused")
    func busy() async throws {
        let environment = Self.whole.merging(["WORKERS": "2"]) { $1 }
        try await ContainerStage.with(workspace, environment: environment, ambient: .patient) { port, _ in
            let statuses = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<9 {
                    group.addTask {
                        let answer = try await ContainerStage.send(event("gate-\(number)"), port: port)
                        return (answer.status, answer.body)
                    }
                }
                // Two are worked on, four may wait, three are refused: only then the gate opens.
                var answers: [(Int, String)] = []
                for _ in 0..<3 { if let answer = try await group.next() { answers.append(answer) } }
                #expect(answers.allSatisfy { $0.0 == 503 && $0.1.contains("host-busy") }, "\(answers)")
                #expect(await eventually { workspace.text(of: "starts") == "begun\nbegun\n" })
                _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
                var done: [Int] = []
                for try await answer in group { done.append(answer.0) }
                return done
            }
            #expect(statuses == [202, 202, 202, 202, 202, 202])
        }
    }

    @Test("Events that do not say how long they are hold no more room than they take")
    func chunked() async throws {
        let environment = Self.whole.merging(["WORKERS": "7"]) { $1 }
        try await ContainerStage.with(workspace, environment: environment, ambient: .patient) { port, _ in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<7 {
                    let body = event("gate-\(number)").json.canonicalBytes
                    let chunks = Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
                    group.addTask {
                        try await HTTPExchange.send(
                            "POST", "/", port: port,
                            headers: ["Content-Type: application/cloudevents+json", "Transfer-Encoding: chunked"], body: chunks
                        ).status
                    }
                    // One after the other: while one comes, there must be room for the largest.
                    let begun = String(repeating: "begun\n", count: number + 1)
                    #expect(await eventually { workspace.text(of: "starts") == begun })
                }
                _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
                var statuses: [Int] = []
                for try await status in group { statuses.append(status) }
                return statuses
            }
            #expect(statuses == Array(repeating: 202, count: 7))
        }
    }

    @Test("Who waits for a worker gives up after a while")
    func patience() async throws {
        /// Never has a worker.
        struct Busy: Invoker {
            func invoke(
                _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
            ) async -> Invocation {
                await untilCancelled()
                return Invocation(result: .retry(.deadlinePassed, "no worker was free in time"), started: .now, ended: .now)
            }
        }
        let clock = TestClock()
        let invoker = BoundedInvoker(Busy(), concurrency: 1, ambient: clock.ambient)
        let invocation = await invoker.invoke("f", EncodedEvent(event("any")), DeliveryFacts(), within: nil)
        #expect(invocation.result.code == .deadlinePassed)
        #expect(clock.slept == [5])
    }

    @Test("Told to end, it finishes what it has begun, and takes nothing more")
    func drain() async throws {
        let environment = Self.whole.merging(["DRAIN_SECONDS": "\(Hang.seconds)"]) { $1 }
        try await ContainerStage.with(workspace, environment: environment) { port, end in
            async let answer = ContainerStage.send(event("gate"), port: port)
            #expect(await eventually { workspace.text(of: "starts").contains("begun") })
            end()
            let isClosed = try await eventually {
                let late = try await ContainerStage.send(event("any"), port: port)
                return late.status == 503 && late.body.contains("worker-unavailable") && late.head.contains("connection: close")
            }
            #expect(isClosed)
            _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
            let finished = try await answer
            #expect(finished.status == 202)
        }
        #expect(workspace.text(of: "starts.lines").isEmpty)
    }

    /// As long as what came by HTTP: no request is open, so the server itself ends at once.
    @Test("Told to end, it finishes what it took out of its queue")
    func drainsPulled() async throws {
        let body = event("gate").json.canonical
        let hasGiven = Flag()
        let sqs = try LoopbackServer { request in
            guard request.headers["x-amz-target"] == "AmazonSQS.ReceiveMessage" else {
                return .answer("200 OK", #"{"MessageId":"m-9"}"#)
            }
            if hasGiven.isSet { return .answer("503 Service Unavailable", "{}") }
            hasGiven.set()
            let messages: JSON = ["Messages": [["MessageId": "m-1", "ReceiptHandle": "r-1", "Body": .string(body)]]]
            return .answer("200 OK", messages.canonical)
        }
        let environment = [
            "DRAIN_SECONDS": "\(Hang.seconds)", "QUEUE_URL": "\(sqs.url)/123456789012/relay-{function}",
            "AWS_ENDPOINT_URL_SQS": sqs.url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "example",
        ]
        let hasEnded = Flag()
        try await FewAtOnce.run {
            let (port, running) = try await ContainerStage.start(workspace, "emitter", environment: environment)
            #expect(await eventually { workspace.text(of: "starts").contains("begun") })
            running.cancel()
            let ending = Task {
                try await running.value
                hasEnded.set()
            }
            // The server is gone, what was pulled is not.
            #expect(await eventually { (try? await HTTPExchange.send("GET", "/healthz", port: port)) == nil })
            #expect(!hasEnded.isSet)
            _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
            try await ending.value
        }
        let deleted = sqs.requests.filter { $0.headers["x-amz-target"] == "AmazonSQS.DeleteMessage" }
        #expect(try deleted.map { try JSON.parse($0.body)["ReceiptHandle"]?.string } == ["r-1"])
    }

    @Test("What takes longer than DRAIN_SECONDS is not waited for")
    func cut() async throws {
        try await FewAtOnce.run {
            let (port, running) = try await ContainerStage.start(
                workspace, "emitter", environment: Self.whole.merging(["DRAIN_SECONDS": "0"]) { $1 })
            async let answer = ContainerStage.send(event("gate"), port: port)
            #expect(await eventually { workspace.text(of: "starts").contains("begun") })
            running.cancel()
            // Before the event is done: its gate is closed still.
            try await running.value
            _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
            _ = try? await answer
        }
    }
}
