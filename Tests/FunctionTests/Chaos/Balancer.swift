import CurlTransport
import RelayCore
import Synchronization

/// Takes what is sent to the public address to the hosts that run, by turns.
struct Balancer: HTTPTransport {
    static let address = "https://relay.example.com"

    let hosts: [HostProcess]
    private let base = CurlTransport()
    private let turn = Turn()

    init(_ hosts: [HostProcess]) { self.hosts = hosts }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let addresses = hosts.compactMap(\.address)
        guard let address = addresses.isEmpty ? nil : addresses[turn.next() % addresses.count] else {
            return HTTPAnswer(status: 503, headers: [:], body: [])
        }
        var call = call
        call.url = address + call.url.dropFirst(Self.address.count)
        return try await base.send(call)
    }

    private final class Turn: Sendable {
        private let number = Atomic(0)
        func next() -> Int { number.add(1, ordering: .relaxed).newValue }
    }
}
