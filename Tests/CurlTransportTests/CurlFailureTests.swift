import CCurl
import RelayCore
import Testing

@testable import CurlTransport

/// Walks the codes by their numbers, which libcurl never changes (https://curl.se/libcurl/c/libcurl-errors.html).
@Suite("What libcurl's codes mean to a caller")
struct CurlFailureTests {
    static let codes = 1..<CURL_LAST.rawValue

    /// Failures that can come before a byte of the request has left; all others come after, or cannot come at all.
    static let before: Set<UInt32> = [
        1, 2, 3, 4,  // scheme, start-up, URL, not built in
        5, 6, 7,  // names and connections
        27, 28,  // memory, time
        35,  // TLS handshake
        41, 42, 43, 45, 48, 49,  // libcurl's own API
        53, 54, 58, 59, 60, 64, 66, 77, 82, 83, 90, 91, 98,  // TLS, certificates
        55,  // sending
        89, 93, 94, 96, 97, 99,  // pool, API, signing, QUIC, proxy, poll
    ]

    @Test("Before a byte has left, a code that can come then means not sent; any other, that the server may have acted")
    func nothingLeft() {
        for code in Self.codes where code != CURLE_FILESIZE_EXCEEDED.rawValue {
            let kind = CurlFailure(code: CURLcode(rawValue: code), requestBytes: 0).kind
            #expect(kind == (Self.before.contains(code) ? .notSent : .interrupted), "code \(code)")
        }
    }

    @Test("Once a byte has left, no code means not sent", arguments: [1, 100, 1 << 40])
    func somethingLeft(_ bytes: Int) {
        for code in Self.codes where code != CURLE_FILESIZE_EXCEEDED.rawValue {
            let kind = CurlFailure(code: CURLcode(rawValue: code), requestBytes: bytes).kind
            #expect(kind == (code == 28 ? .timedOut : .interrupted), "code \(code)")
        }
    }

    @Test("An answer over the limit is too large, whatever libcurl calls it", arguments: [0, 1])
    func tooLarge(_ bytes: Int) {
        for code in Self.codes {
            #expect(
                CurlFailure(code: CURLcode(rawValue: code), requestBytes: bytes, isAnswerTooLarge: true).kind == .answerTooLarge)
        }
        #expect(CurlFailure(code: CURLE_FILESIZE_EXCEEDED, requestBytes: bytes).kind == .answerTooLarge)
    }

    @Test("A code of a libcurl yet to come never means not sent", arguments: [0, 1])
    func unknown(_ bytes: Int) {
        for code in [CURL_LAST.rawValue, 200, UInt32.max] {
            #expect(CurlFailure(code: CURLcode(rawValue: code), requestBytes: bytes).kind == .interrupted)
        }
    }

    @Test("libcurl's sentence is passed on only where it cannot quote the server's answer")
    func sentences() {
        let answering: [CURLcode] = [
            CURLE_WEIRD_SERVER_REPLY, CURLE_WRITE_ERROR, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR,
            CURLE_PARTIAL_FILE,
            CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL,
        ]
        for code in answering { #expect(!CurlFailure(code: code, requestBytes: 0).hasSafeSentence, "code \(code.rawValue)") }
        for code in [CURLE_COULDNT_CONNECT, CURLE_PEER_FAILED_VERIFICATION, CURLE_OPERATION_TIMEDOUT] {
            #expect(CurlFailure(code: code, requestBytes: 0).hasSafeSentence, "code \(code.rawValue)")
        }
    }
}
