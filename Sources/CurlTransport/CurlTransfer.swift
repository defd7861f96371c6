import CCurl
import RelayCore
import Synchronization

/// One call on its way: the easy handle and what libcurl's callbacks collect.
///
/// `@unchecked Sendable`: made by the caller, then touched by the engine's thread alone; only `isCancelled`, an atomic, is set
/// elsewhere.
final class CurlTransfer: @unchecked Sendable {
    let isCancelled = Atomic(false)
    private let call: HTTPCall
    private let limits: CurlTransport.Limits
    private var handle: OpaquePointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headers: [String: String] = [:]
    private var body: [UInt8] = []
    private var isTooLarge = false

    init(_ call: HTTPCall, limits: CurlTransport.Limits) {
        self.call = call
        self.limits = limits
    }

    /// Makes the easy handle; nil when libcurl refuses an option, which means that the call is malformed.
    func prepare() -> UnsafeMutableRawPointer? {
        guard let easy = curl_easy_init() else { return nil }
        handle = OpaquePointer(easy)
        var isAccepted = relay_set_string(easy, CURLOPT_URL, call.url) == CURLE_OK
        func set(_ option: CURLoption, _ value: Int) {
            isAccepted = relay_set_long(easy, option, value) == CURLE_OK && isAccepted
        }
        func set(_ option: CURLoption, _ value: String) {
            isAccepted = relay_set_string(easy, option, value) == CURLE_OK && isAccepted
        }
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(limits.connectTimeout))
        set(CURLOPT_TIMEOUT_MS, Self.milliseconds(call.timeout))
        set(CURLOPT_CUSTOMREQUEST, call.method)
        if call.isWrite { set(CURLOPT_FRESH_CONNECT, 1) }
        if let content = call.body {
            relay_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(content.count))
            // libcurl copies the bytes.
            content.withUnsafeBytes { bytes in
                isAccepted =
                    relay_set_pointer(
                        easy, CURLOPT_COPYPOSTFIELDS,
                        UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(StaticString("").utf8Start)))
                    == CURLE_OK && isAccepted
            }
        }
        // No waiting for "100 Continue" before a large body.
        headerList = curl_slist_append(nil, "Expect:")
        for (name, value) in call.headers {
            // A line break would begin another header; libcurl passes it on.
            guard !"\(name)\(value)".utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
            headerList = curl_slist_append(headerList, "\(name): \(value)")
        }
        relay_set_list(easy, CURLOPT_HTTPHEADER, headerList)
        let context = Unmanaged.passUnretained(self).toOpaque()
        relay_set_pointer(easy, CURLOPT_WRITEDATA, context)
        relay_set_callback(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            CurlTransfer.at(context)?.take(body: data, size * count) ?? 0
        }
        relay_set_pointer(easy, CURLOPT_HEADERDATA, context)
        relay_set_callback(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            CurlTransfer.at(context)?.take(header: data, size * count) ?? 0
        }
        return isAccepted ? easy : nil
    }

    /// At least 1, because 0 means "for ever" to libcurl; at most a day.
    private static func milliseconds(_ seconds: Double) -> Int { Int(min(max(seconds, 0.001), 86_400) * 1000) }

    /// Frees the handle; the engine has taken it from the multi handle before.
    func dispose() {
        if let handle { curl_easy_cleanup(UnsafeMutableRawPointer(handle)) }
        handle = nil
        curl_slist_free_all(headerList)
        headerList = nil
    }

    /// What came of it, once libcurl says that it is over.
    func outcome(_ code: CURLcode) -> Result<HTTPAnswer, TransportError> {
        guard let easy = handle.map(UnsafeMutableRawPointer.init) else {
            return .failure(TransportError(.notSent, "no handle"))
        }
        guard code == CURLE_OK else { return .failure(failure(code, easy)) }
        var status = 0
        relay_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return .success(HTTPAnswer(status: status, headers: headers, body: body))
    }

    private func failure(_ code: CURLcode, _ easy: UnsafeMutableRawPointer) -> TransportError {
        let detail = String(cString: curl_easy_strerror(code))
        if isTooLarge { return TransportError(.answerTooLarge, "more than \(limits.answerBytes) bytes") }
        // How many bytes of the request have left: none means that the server cannot have acted.
        var sentBytes = 0
        relay_get_long(easy, CURLINFO_REQUEST_SIZE, &sentBytes)
        if sentBytes == 0 { return TransportError(.notSent, detail) }
        return TransportError(code == CURLE_OPERATION_TIMEDOUT ? .timedOut : .interrupted, detail)
    }

    // MARK: Callbacks

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A count other than the given one makes libcurl end the transfer.
    private func take(body data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= limits.answerBytes else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count))
        return count
    }

    private func take(header data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // An interim answer (100, 103) may come first.
            headers = [:]
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
            headers[line[..<colon].lowercased()] = String(value.reversed().drop { $0.isWhitespace }.reversed())
        }
        return count
    }
}
