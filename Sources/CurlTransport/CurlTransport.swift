import CCurl
import RelayCore

/// HTTP over libcurl: one multi handle on a thread of its own, with pooled connections.
///
/// TLS certificates are verified, only http and https are spoken, redirects are not followed, nothing is kept between calls
/// but connections. A call that is a write goes out on a fresh connection, because libcurl re-sends a request by itself when
/// a reused connection dies before an answer (https://curl.se/libcurl/c/CURLOPT_FRESH_CONNECT.html). Its connection is kept
/// like any other, for reads. Needs libcurl 7.87.
///
/// A proxy is taken from the environment, as libcurl does (`https_proxy`, `no_proxy`). What goes wrong behind it counts as
/// `interrupted`, because the request to the proxy had left.
package final class CurlTransport: HTTPTransport {
    package struct Limits: Sendable {
        /// Seconds until a connection stands, TLS included.
        package var connectTimeout: Double
        /// A call is given up when not a byte moves either way for this many seconds, unless the call has a limit of its
        /// own; whole seconds, at least 1. Found out up to six seconds late, since libcurl takes a mean.
        package var idleTimeout: Double
        /// The largest body of a request, in bytes. A larger one is not begun.
        package var requestBytes: Int
        /// The largest body of an answer, in bytes; unpacked from its transfer encoding.
        package var answerBytes: Int
        /// How many connections are kept open when nobody uses them.
        package var keptConnections: Int
        /// How many connections to one host there may be at once. Further calls wait, within their time.
        package var connectionsPerHost: Int
        /// The path of a PEM file with the authorities that are trusted instead of the system's, for a private authority.
        package var certificateAuthorities: String?

        package init(
            connectTimeout: Double = 5, idleTimeout: Double = 60, requestBytes: Int = 10 * 1024 * 1024,
            answerBytes: Int = 10 * 1024 * 1024, keptConnections: Int = 8, connectionsPerHost: Int = 32,
            certificateAuthorities: String? = nil
        ) {
            self.connectTimeout = connectTimeout
            self.idleTimeout = idleTimeout
            self.requestBytes = requestBytes
            self.answerBytes = answerBytes
            self.keptConnections = keptConnections
            self.connectionsPerHost = connectionsPerHost
            self.certificateAuthorities = certificateAuthorities
        }
    }

    private let engine: CurlEngine
    private let limits: Limits

    package init(limits: Limits = Limits()) {
        self.limits = limits
        engine = CurlEngine(keptConnections: limits.keptConnections, connectionsPerHost: limits.connectionsPerHost)
    }

    deinit { engine.stop() }

    package func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        if Task.isCancelled { throw TransportError(.cancelled, "before it was sent") }
        if let reason = call.refusal(limits) { throw TransportError(.notSent, reason) }
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
