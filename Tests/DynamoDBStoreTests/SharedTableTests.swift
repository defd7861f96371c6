import Foundation
import RelayCore
import TestSupport
import Testing

@testable import DynamoDBStore

/// Several stores on one table, as several machines have them.
@Suite(
    "DynamoDB: one table, several stores", .timeLimit(.minutes(20)), .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct SharedTableTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("Each claim is won by one of the forty tasks of eight stores")
    func claims() async throws {
        let table = try await TestTable()
        let stores = try (0..<8).map { _ in try table.store() }
        for round in 0..<5 {
            let event = EventIdentity(source: "/hubspot/1", id: "round \(round)")
            let won = try await withThrowingTaskGroup(of: ClaimOutcome.self) { group in
                for task in 0..<40 {
                    group.addTask {
                        try await stores[task % 8].acme.claim(event, owner: "owner \(task)", now: now, until: now + 60)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.count { $0 == .claimed }
            }
            #expect(won == 1)
        }
    }

    @Test("Of many changes of one property by eight stores at once, the newest stands")
    func property() async throws {
        let table = try await TestTable()
        let stores = try (0..<8).map { _ in try table.store() }
        let outcomes = try await withThrowingTaskGroup(of: PropertyOutcome.self) { group in
            for change in 0..<40 {
                let entry = CustomDataEntry(property: "subject", value: "\(change)", occurredAt: now + Double(change))
                group.addTask { try await stores[change % 8].acme.setProperty(sessionID: "ses_1", entry: entry) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 == .applied || $0 == .stale })
        #expect(try await stores[0].acme.customData(sessionID: "ses_1").map(\.value) == ["39"])
    }

    @Test("Of many changes of the rate limits at once none is lost, and each organization has its own")
    func rateLimits() async throws {
        let table = try await TestTable()
        let stores = try (0..<4).map { _ in try table.store() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                var patient = try #require(store.rateLimits(of: "acme", until: nil) as? DynamoRateLimits)
                // The stand-in is slow, and this is not about time.
                patient.patience = Hang.seconds
                let limits = patient
                group.addTask {
                    for _ in 0..<10 {
                        var isDone = false
                        while !isDone {
                            let record = try await limits.read()
                            let count = record.flatMap { Int($0.text) } ?? 0
                            isDone = try await limits.write("\(count + 1)", over: record?.version)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(
            try await stores[0].rateLimits(of: "acme", until: nil)?.read() == SharedRateLimitsRecord(text: "40", version: 40))
        #expect(try await stores[0].rateLimits(of: "globex", until: nil)?.read() == nil)
    }

    @Test("An address finds its sessions also while they are made, changed and deleted at once")
    func references() async throws {
        let table = try await TestTable()
        let store = try table.store().acme
        func session(_ id: String, _ email: String) -> Session {
            Session(id: id, threadID: nil, channel: .email, contactEmail: email, createdAt: now, updatedAt: now)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<12 {
                group.addTask {
                    let id = "ses_\(index)"
                    var one = try await store.createSession(session(id, "robin@example.com"))
                    one.contactEmail = "sam@example.com"
                    #expect(try await store.updateSession(one))
                    if index % 2 == 0 { try await store.deleteSession(id: id) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.sessionIDs(matching: .email("robin@example.com"), limit: 99).isEmpty)
        #expect(try await store.sessionIDs(matching: .email("sam@example.com"), limit: 99).count == 6)
    }
}
