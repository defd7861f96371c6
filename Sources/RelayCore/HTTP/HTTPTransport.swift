/// One outgoing HTTP request.
package struct HTTPCall: Sendable {
    package var method: String
    /// http or https, absolute.
    package var url: String
    /// In the order given. Values may be secret: a transport never logs them. An empty value is sent as such.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?
    /// The whole call must end within this many seconds, waiting for a free connection included.
    package var timeout: Double
    /// The call is given up when not a byte moves either way for this many seconds, as while the server thinks; whole
    /// seconds, at least 1, found out up to six seconds late. nil: the transport's own limit.
    package var idleTimeout: Double?
    /// Set for calls to AWS. A transport refuses to send what it cannot sign rightly.
    package var signing: AWSSigning?
    /// True where sending twice would do something twice. A transport never re-sends such a call behind the caller's back.
    package var isWrite: Bool
    /// Whether it may go through the proxy that the environment names (`http_proxy`).
    package var usesProxy: Bool

    package init(
        method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil, timeout: Double = 15,
        idleTimeout: Double? = nil, signing: AWSSigning? = nil, isWrite: Bool, usesProxy: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.idleTimeout = idleTimeout
        self.signing = signing
        self.isWrite = isWrite
        self.usesProxy = usesProxy
    }
}

/// One HTTP answer, whatever its status: only "no answer" is an error.
package struct HTTPAnswer: Sendable {
    package var status: Int
    /// Names in lower case; of equal names the last value.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why there is no answer.
package struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The call was refused, no connection was made, or the request was never begun: the server cannot have acted.
        case notSent = "not sent"
        /// The request went out, wholly or in part, and no whole answer came back: the server may have acted.
        case interrupted = "interrupted"
        /// As `interrupted`, because the time was up, or because nothing moved for too long.
        case timedOut = "timed out"
        /// The answer is larger than the limit; the server has acted.
        case answerTooLarge = "answer too large"
        /// By the caller. The detail says whether the request had begun to leave; if so, the server may have acted.
        case cancelled = "cancelled"
    }

    package let kind: Kind
    /// What happened, from the HTTP library; never a header, a body or a query.
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    package var description: String { "\(kind.rawValue): \(detail)" }
}

/// Sends HTTP requests. Implementations verify TLS, follow no redirects, and bound time and sizes.
package protocol HTTPTransport: Sendable {
    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer
}
