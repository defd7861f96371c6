import DynamoDBStore
import Foundation
import Logging
import OnceOnly
import RelayCore
import TestSupport
import Testing

@Suite("DynamoDB: what a step takes", .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct CallTests {
    struct Step: NamedCase {
        let name: String
        /// By operation.
        let calls: [String: Int]
        let take: @Sendable (any StateStore) async throws -> Void
    }

    private static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let event = EventIdentity(source: "/hubspot/1", id: "e1")
    private static var session: Session {
        Session(
            id: "ses_1", threadID: "7", channel: .email, contactID: "101", contactEmail: "robin@example.com", createdAt: now,
            updatedAt: now)
    }

    @Test(
        "Every step is one call; a change of what is read before is two",
        arguments: [
            Step(name: "an event that is worked on and finished", calls: ["PutItem": 2]) { store in
                _ = try await store.claim(event, owner: "one", now: now, until: now + 60)
                _ = try await store.finish(event, owner: "one", resultLine: "{}", subject: "ses_1", now: now)
            },
            Step(name: "an event that another has, and one that is finished", calls: ["PutItem": 4]) { store in
                _ = try await store.claim(event, owner: "one", now: now, until: now + 60)
                _ = try await store.claim(event, owner: "other", now: now, until: now + 60)
                _ = try await store.finish(event, owner: "one", resultLine: "{}", subject: nil, now: now)
                _ = try await store.claim(event, owner: "other", now: now, until: now + 60)
            },
            Step(name: "a function's first event: nothing old is looked for", calls: ["PutItem": 2]) { store in
                let once = Once(ambient: TestClock(now: now).ambient, retentionDays: 30)
                let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
                _ = try await once.run(
                    RelayEvent(id: "e1", source: "/hubspot/1", type: "test.one", data: [:]), in: store,
                    InvocationContext(deadline: nil, logger: logger), standing: { nil }
                ) { .done() }
            },
            Step(name: "a lease", calls: ["PutItem": 1, "DeleteItem": 1]) { store in
                _ = try await store.acquireLease(name: "thread:7", owner: "one", now: now, until: now + 60)
                try await store.releaseLease(name: "thread:7", owner: "one")
            },
            Step(name: "an effect", calls: ["PutItem": 1, "TransactWriteItems": 1, "Query": 1]) { store in
                _ = try await store.startEffect(key: "k", now: now)
                try await store.finishEffect(key: "k", hubSpotID: "m9")
                _ = try await store.effectKey(hubSpotID: "m9")
            },
            Step(name: "a session that is made", calls: ["TransactWriteItems": 1, "GetItem": 1]) { store in
                _ = try await store.createSession(session)
            },
            Step(
                name: "a session that is made and changed",
                calls: ["TransactWriteItems": 1, "GetItem": 2, "PutItem": 1]
            ) { store in
                var one = try await store.createSession(session)
                one.language = "en"
                _ = try await store.updateSession(one)
            },
            Step(name: "a message on a timeline, and the timeline", calls: ["PutItem": 1, "Query": 1]) { store in
                _ = try await store.appendTimeline(
                    sessionID: "ses_1", entry: TimelineEntry(id: "m1", role: .customer, text: "text", createdAt: now))
                _ = try await store.timeline(sessionID: "ses_1", limit: 9)
            },
            Step(name: "a property", calls: ["GetItem": 1, "PutItem": 1]) { store in
                _ = try await store.setProperty(
                    sessionID: "ses_1", entry: CustomDataEntry(property: "order", value: "7", occurredAt: now))
            },
            Step(name: "sixty messages that are deleted", calls: ["PutItem": 60, "Query": 1, "BatchWriteItem": 3]) { store in
                for index in 0..<60 {
                    _ = try await store.appendTimeline(
                        sessionID: "ses_1", entry: TimelineEntry(id: "m\(index)", role: .ai, text: "text", createdAt: now))
                }
                _ = try await store.deleteTimeline(sessionID: "ses_1", limit: 100)
            },
        ])
    func calls(_ step: Step) async throws {
        try await FewAtOnce.run {
            let transport = CountingTransport()
            try await step.take(try await TestTable().store(transport).acme)
            #expect(transport.calls == step.calls)
        }
    }
}
