import CCurl
import RelayCore
import Synchronization

/// One call on its way: the easy handle and what libcurl's callbacks collect.
///
/// `@unchecked Sendable`: made by the caller, then touched by the engine's thread alone; only `isCancelled`, an atomic, is set
/// elsewhere.
final class CurlTransfer: @unchecked Sendable {
    /// All headers of one answer, interim ones included, in bytes. libcurl itself bounds only one of them.
    private static let headerBytes = 256 * 1024

    let isCancelled = Atomic(false)
    /// When the call's time is up.
    let deadline: ContinuousClock.Instant
    private let call: HTTPCall
    private let limits: CurlTransport.Limits
    private var handle: EasyHandle?
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var excess: String?

    init(_ call: HTTPCall, limits: CurlTransport.Limits) {
        self.call = call
        self.limits = limits
        deadline = .now + .milliseconds(Self.milliseconds(call.timeout))
    }

    /// Makes the easy handle.
    func prepare() throws(TransportError) -> UnsafeMutableRawPointer {
        guard let easy = EasyHandle() else { throw TransportError(.notSent, "libcurl is out of memory") }
        easy.set(CURLOPT_URL, call.url)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        // A request a connection: with HTTP/2 libcurl repeats a stream that the server refused, writes too.
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let path = limits.certificateAuthorities {
            easy.set(CURLOPT_CAINFO, path)
            easy.set(CURLOPT_CAPATH, nil)
        }
        setLimits(easy)
        easy.set(CURLOPT_CUSTOMREQUEST, call.method)
        if call.method == "HEAD" { easy.set(CURLOPT_NOBODY, 1) }
        if call.isWrite { easy.set(CURLOPT_FRESH_CONNECT, 1) }
        if !call.usesProxy { easy.set(CURLOPT_NOPROXY, "*") }
        if let content = call.body { easy.set(body: content) }
        var lines = call.headers.map { name, value in value.allSatisfy(\.isWhitespace) ? "\(name);" : "\(name): \(value)" }
        if let signing = call.signing {
            easy.set(CURLOPT_AWS_SIGV4, "aws:amz:\(signing.region):\(signing.service)")
            easy.set(CURLOPT_USERNAME, signing.accessKeyID.reveal())
            easy.set(CURLOPT_PASSWORD, signing.secretAccessKey.reveal())
            if let token = signing.sessionToken { lines.append("X-Amz-Security-Token: \(token.reveal())") }
        } else {
            // No waiting for "100 Continue" before a large body. libcurl before 8.3 would sign the removed header.
            lines.append("Expect:")
        }
        easy.set(headers: lines)
        setCallbacks(easy)
        guard easy.fault == CURLE_OK else {
            throw TransportError(.notSent, "libcurl refuses an option: \(Self.sentence(easy.fault))")
        }
        handle = easy
        return easy.pointer
    }

    private func setLimits(_ easy: EasyHandle) {
        easy.set(CURLOPT_NOSIGNAL, 1)
        // A resolver that hangs is left to itself when the call ends; otherwise all other calls would wait for it. It frees
        // what it has when it comes back.
        easy.set(CURLOPT_QUICK_EXIT, 1)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(limits.connectTimeout))
        easy.set(CURLOPT_TIMEOUT_MS, Self.milliseconds(call.timeout))
        // Fewer bytes a second than this, as the mean of five seconds, for so many seconds.
        easy.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        easy.set(CURLOPT_LOW_SPEED_TIME, max(Self.milliseconds(call.idleTimeout ?? limits.idleTimeout) / 1000, 1))
        // For an answer that says its length; the others are counted as they come.
        easy.set(size: CURLOPT_MAXFILESIZE_LARGE, limits.answerBytes)
    }

    /// At least 1, because 0 means "for ever" to libcurl; at most a day.
    private static func milliseconds(_ seconds: Double) -> Int { Int(min(max(seconds, 0.001), 86_400) * 1000) }

    /// Frees the handle; the engine has taken it from the multi handle before.
    func dispose() { handle = nil }

    // MARK: Outcomes

    /// What came of it, once libcurl says that it is over.
    func outcome(_ code: CURLcode) -> Result<HTTPAnswer, TransportError> {
        guard let handle else { return .failure(TransportError(.notSent, "no handle")) }
        guard code == CURLE_OK else { return .failure(failure(code, handle)) }
        return .success(HTTPAnswer(status: handle.long(CURLINFO_RESPONSE_CODE), headers: headers, body: body))
    }

    /// - Parameter reason: Who ended it.
    func cancellation(_ reason: String) -> TransportError {
        let hasBegun = (handle?.long(CURLINFO_REQUEST_SIZE) ?? 0) > 0
        return TransportError(.cancelled, "\(reason), \(hasBegun ? "after it had begun to be sent" : "before it was sent")")
    }

    private func failure(_ code: CURLcode, _ handle: EasyHandle) -> TransportError {
        let failure = CurlFailure(
            code: code, requestBytes: handle.long(CURLINFO_REQUEST_SIZE), isAnswerTooLarge: excess != nil)
        let sentence = failure.hasSafeSentence ? handle.failureSentence : ""
        if failure.kind == .answerTooLarge {
            return TransportError(.answerTooLarge, excess ?? "more than \(limits.answerBytes) bytes")
        }
        return TransportError(failure.kind, sentence.isEmpty ? Self.sentence(code) : sentence)
    }

    private static func sentence(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

    // MARK: Callbacks

    private func setCallbacks(_ easy: EasyHandle) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.set(context: CURLOPT_WRITEDATA, context)
        easy.set(CURLOPT_WRITEFUNCTION) { data, size, count, context in
            CurlTransfer.at(context)?.take(body: data, size * count) ?? 0
        }
        easy.set(context: CURLOPT_HEADERDATA, context)
        easy.set(CURLOPT_HEADERFUNCTION) { data, size, count, context in
            CurlTransfer.at(context)?.take(header: data, size * count) ?? 0
        }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A count other than the given one makes libcurl end the transfer.
    private func take(body data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= limits.answerBytes else {
            excess = "more than \(limits.answerBytes) bytes"
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count))
        return count
    }

    private func take(header data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headerBytes += count
        guard headerBytes <= Self.headerBytes else {
            excess = "more than \(Self.headerBytes) bytes of headers"
            return 0
        }
        let line = UnsafeRawBufferPointer(start: data, count: count)
        if line.starts(with: "HTTP/".utf8) {
            // An interim answer (100, 103) may come first.
            headers = [:]
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            headers[name] = String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)
        }
        return count
    }

    /// Without white space and the end of the line around it.
    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = bytes.firstIndex { !isWhite($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isWhite($0) }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }
}
