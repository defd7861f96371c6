import CCurl
import RelayCore

/// HTTP over libcurl: one multi handle on a thread of its own, with pooled connections.
///
/// TLS certificates are verified, only http and https are spoken, redirects are not followed. A call that is a write goes
/// out on a fresh connection, because libcurl re-sends a request by itself when a reused connection dies before an answer
/// (https://curl.se/libcurl/c/CURLOPT_FRESH_CONNECT.html).
package final class CurlTransport: HTTPTransport {
    package struct Limits: Sendable {
        /// Seconds until a connection stands, TLS included.
        package var connectTimeout: Double
        /// The largest body of an answer, in bytes.
        package var answerBytes: Int

        package init(connectTimeout: Double = 5, answerBytes: Int = 10 * 1024 * 1024) {
            self.connectTimeout = connectTimeout
            self.answerBytes = answerBytes
        }
    }

    private let engine: CurlEngine
    private let limits: Limits

    package init(limits: Limits = Limits()) {
        self.limits = limits
        engine = CurlEngine()
    }

    deinit { engine.stop() }

    package func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        if Task.isCancelled { throw TransportError(.cancelled, "before it was sent") }
        let transfer = CurlTransfer(call, limits: limits)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.submit(transfer, continuation)
            }
        } onCancel: {
            engine.cancel(transfer)
        }
        return try outcome.get()
    }
}
