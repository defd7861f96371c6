import FoundationEssentials
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import FunctionHost

@Suite("When webhooks came")
struct WebhookArrivalsTests {
    struct Case: NamedCase {
        let name: String
        var request = HTTPRequestEvent.type
        var emitted: [RelayEvent] = [Self.message()]
        let isNoted: Bool

        static func message(_ type: String = "hubspot.conversation.newMessage") -> RelayEvent {
            RelayEvent(id: "m", source: "/hubspot", type: type, data: [:], organization: "shop")
        }
    }

    private static let start = Date(timeIntervalSince1970: 1_790_000_000)

    private static func record(_ row: Case, at time: Date) -> InvocationRecord {
        let request = RelayEvent(id: "r", source: "/host/http", type: row.request, data: [:])
        return InvocationRecord(
            function: "webhook-receive", event: EncodedEvent(request), attempt: 0, queued: time, due: time,
            invocation: Invocation(result: InvocationResult(.done(events: row.emitted)), started: time, ended: time),
            outcome: .answered)
    }

    @Test(
        "A delivery with events is noted, with its organization",
        arguments: [
            Case(name: "a delivery", isNoted: true),
            Case(name: "an empty one, as the check sends it", emitted: [], isNoted: false),
            Case(name: "what the AI side says", emitted: [Case.message("ai.reply")], isNoted: false),
            Case(name: "an event of the queue", request: "conversation.turn", isNoted: false),
        ])
    func notes(_ row: Case) throws {
        let folder = try TemporaryFolder()
        let path = WebhookArrivals.path(queuePath: folder.path("queue.sqlite"))
        #expect(WebhookArrivals.read(path).isEmpty)
        WebhookArrivals(path: path).invocationEnded(Self.record(row, at: Self.start))
        #expect(WebhookArrivals.read(path) == (row.isNoted ? ["shop": Self.start] : [:]))
    }

    @Test("The newest counts, and outlives the host")
    func newest() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("arrivals")
        let delivery = Case(name: "a delivery", isNoted: true)
        WebhookArrivals(path: path).invocationEnded(Self.record(delivery, at: Self.start))
        let later = WebhookArrivals(path: path)
        later.invocationEnded(Self.record(delivery, at: Self.start + 5))
        #expect(WebhookArrivals.read(path) == ["shop": Self.start])
        later.invocationEnded(Self.record(delivery, at: Self.start + 60))
        #expect(WebhookArrivals.read(path) == ["shop": Self.start + 60])
    }
}
