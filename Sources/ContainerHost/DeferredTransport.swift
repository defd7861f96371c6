import CurlTransport
import RelayCore
import Synchronization

/// libcurl from the first call on: what it sets up takes milliseconds, which a container that starts has better use for.
final class DeferredTransport: HTTPTransport {
    private let transport = Mutex<CurlTransport?>(nil)

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let transport = transport.withLock { transport in
            let made = transport ?? CurlTransport()
            transport = made
            return made
        }
        return try await transport.send(call)
    }
}
