import CCurl
import RelayCore

/// How a transfer ended without an answer.
struct CurlFailure {
    let code: CURLcode
    /// How many bytes of requests have left, those of libcurl's own repetition of a read included.
    let requestBytes: Int
    /// An answer went over a limit, and the transfer was ended for it.
    var isAnswerTooLarge = false

    /// `notSent` only where the server cannot have acted: not a byte of the request has left, and the code is one that can
    /// come before. A code that a later libcurl adds counts as one that comes after.
    var kind: TransportError.Kind {
        if isAnswerTooLarge || code == CURLE_FILESIZE_EXCEEDED { return .answerTooLarge }
        if requestBytes == 0, Self.canComeBefore.contains(code.rawValue) { return .notSent }
        return code == CURLE_OPERATION_TIMEDOUT ? .timedOut : .interrupted
    }

    /// Whether libcurl's own sentence about this failure speaks of the connection alone: host, certificate, seconds. Others
    /// may quote what the server sent.
    var hasSafeSentence: Bool { Self.ofConnecting.contains(code.rawValue) || code == CURLE_OPERATION_TIMEDOUT }

    /// The codes of https://curl.se/libcurl/c/libcurl-errors.html for names, connections, proxies and TLS.
    private static let ofConnecting = Set(
        [
            CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
            CURLE_INTERFACE_FAILED, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_QUIC_CONNECT_ERROR, CURLE_PROXY,
        ].map(\.rawValue))

    private static let canComeBefore = ofConnecting.union(
        [
            // The call, or libcurl itself.
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_FAILED_INIT, CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN, CURLE_OUT_OF_MEMORY,
            CURLE_FUNCTION_NOT_FOUND, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION, CURLE_SETOPT_OPTION_SYNTAX,
            CURLE_NO_CONNECTION_AVAILABLE, CURLE_RECURSIVE_API_CALL, CURLE_AUTH_ERROR,
            // Before or after.
            CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK, CURLE_SEND_ERROR, CURLE_UNRECOVERABLE_POLL,
        ].map(\.rawValue))
}
