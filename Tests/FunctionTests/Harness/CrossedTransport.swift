import CurlTransport
import RelayCore
import Synchronization
import Testing

/// Lets something happen just before HubSpot gets a message, and may lose what it answers to the first.
final class CrossedTransport: HTTPTransport {
    private let base = CurlTransport()
    private let losesFirst: Bool
    private let act: @Sendable (_ number: Int) async throws -> Void
    private let sent = Mutex(0)

    init(losesFirst: Bool = false, _ act: @escaping @Sendable (_ number: Int) async throws -> Void = { _ in }) {
        self.losesFirst = losesFirst
        self.act = act
    }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        guard call.method == "POST", call.url.hasSuffix("/messages") else { return try await base.send(call) }
        let number = sent.withLock { sent in
            defer { sent += 1 }
            return sent
        }
        do { try await act(number) } catch { Issue.record(error) }
        let answer = try await base.send(call)
        if losesFirst, number == 0 { throw TransportError(.interrupted, "the connection was closed") }
        return answer
    }
}
