import Foundation
import RelayCore
import Testing

@testable import Operations

@Suite("Webhooks made of samples")
struct TriggerTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func elements(_ name: String, _ change: (inout Trigger.Options) -> Void = { _ in }) throws -> [[JSON]] {
        var options = Trigger.Options()
        change(&options)
        return try Trigger(named: name).bodies(options, now: now, seed: 1).map { try JSON.parse($0).array ?? [] }
    }

    private static let hostile: Set<String> = [
        "emptyBatch", "missingId", "notAnArray", "notJSON", "tooDeep", "unknownType", "wrongPortal",
    ]

    @Test("Every sample that is not hostile is taken whole", arguments: TriggerSamples.all.keys.sorted())
    func taken(_ name: String) throws {
        let body = try #require(try Trigger(named: name).bodies(Trigger.Options(), now: now, seed: 1).first)
        let elements = (try? JSON.parse(body))?.array ?? []
        let batch = WebhookBatch(elements, organization: nil, portalID: "62515001")
        #expect((batch.events.count == elements.count && !elements.isEmpty) != Self.hostile.contains(name))
    }

    @Test("Each delivery tells facts of its own, unless it is sent twice")
    func count() throws {
        let messages = try elements("newMessage") { ($0.count, $0.isDuplicated) = (3, true) }.map { $0[0]["messageId"]?.string }
        #expect(messages.count == 6)
        #expect(Set(messages).count == 3)
        #expect(messages[0] == messages[1])
    }

    @Test("Another order has the same deliveries")
    func shuffled() throws {
        let plain = try elements("batch") { $0.count = 5 }
        let shuffled = try elements("batch") { ($0.count, $0.isShuffled) = (5, true) }
        #expect(plain != shuffled)
        #expect(Set(plain.flatMap(\.self)) == Set(shuffled.flatMap(\.self)))
    }

    @Test("Members are set by their path")
    func changes() throws {
        let changed = try elements("ticketChange") {
            $0.changes = [("propertyValue", "LOW"), ("objectId", 9), ("a.b", true)]
        }
        let element = try #require(changed.first?.first)
        #expect(element["propertyValue"] == "LOW" && element["objectId"] == 9 && element["a"] == ["b": true])
        #expect(throws: FieldError.self) { try elements("newMessage") { $0.changes = [("objectId.x", 1)] } }
        #expect(throws: FieldError.self) { try Trigger(named: "tea") }
    }
}
