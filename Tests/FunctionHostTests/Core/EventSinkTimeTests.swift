import RelayCore
import TestSupport
import Testing

@testable import HostCore

@Suite("How long a sink may take")
struct EventSinkTimeTests {
    private struct Sink: EventSink {
        let outcome: Result<Void, SinkError>?

        func takes(_ type: String) -> Bool { true }

        func accept(_ events: [EncodedEvent]) async throws {
            guard let outcome else { return await untilCancelled() }
            try outcome.get()
        }
    }

    struct Row: NamedCase {
        let name: String
        /// nil: it never answers.
        let outcome: Result<Void, SinkError>?
        var isOver = false
        let detail: String?
    }

    @Test(
        "What is not stored in time counts as not stored",
        arguments: [
            Row(name: "stored", outcome: .success(()), detail: nil),
            Row(name: "refused", outcome: .failure(SinkError(.inputTooLarge, "too large")), detail: "too large"),
            Row(name: "no answer", outcome: nil, isOver: true, detail: "the sink did not answer in time"),
        ])
    func time(_ row: Row) async {
        var ambient = Ambient.live
        ambient.sleep = { _ in if !row.isOver { await untilCancelled() } }
        var detail: String?
        do {
            try await Sink(outcome: row.outcome).accept([EncodedEvent(event("a"))], within: 3, ambient)
        } catch {
            detail = SinkError(error).detail
        }
        #expect(detail == row.detail)
    }
}
