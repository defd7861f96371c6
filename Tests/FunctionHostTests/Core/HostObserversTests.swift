import Foundation
import HostCore
import RelayCore
import Testing

@Suite("Observers of the host")
struct HostObserversTests {
    private func record(_ id: String) -> InvocationRecord {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        return InvocationRecord(
            function: "f", event: EncodedEvent(event(id)), attempt: 0, queued: now, due: now,
            invocation: Invocation(result: InvocationResult(.done()), started: now, ended: now), outcome: .completed,
            span: InvocationSpan(following: nil, of: event(id).key, unique: ""))
    }

    @Test("Every observer sees everything")
    func fanOut() async {
        let observers = HostObservers()
        let (one, other) = (observers.stream(), observers.stream())
        for id in ["a", "b"] { observers.invocationEnded(record(id)) }
        observers.finish()
        #expect(await one.next(9).map(\.event.id) == ["a", "b"])
        #expect(await other.next(9).map(\.event.id) == ["a", "b"])
        #expect(await observers.stream().next(1).isEmpty)
    }

    @Test("A slow observer loses its own oldest records, and no other observer's")
    func slow() async {
        let observers = HostObservers()
        let (slow, quick) = (observers.stream(limit: 2), observers.stream())
        for id in ["a", "b", "c", "d"] { observers.invocationEnded(record(id)) }
        #expect(observers.dropped == 2)
        observers.finish()
        #expect(await slow.next(9).map(\.event.id) == ["c", "d"])
        #expect(await quick.next(9).map(\.event.id) == ["a", "b", "c", "d"])
    }

    @Test("An observer that is gone is forgotten")
    func gone() async {
        let observers = HostObservers()
        var gone: AsyncStream<InvocationRecord>? = observers.stream(limit: 1)
        _ = gone
        gone = nil
        for id in ["a", "b"] { observers.invocationEnded(record(id)) }
        #expect(observers.dropped == 0)
    }
}
