import RelayCore

extension HTTPCall {
    /// Why this call must not be sent, or nil: it is too large, something in it would begin another header or request, or
    /// its signature would be wrong. Names no value.
    func refusal(_ limits: CurlTransport.Limits) -> String? {
        if !Self.isToken(method) { return "the method is not a word" }
        for (name, value) in headers {
            if !Self.isToken(name) { return "the name of a header is not a word" }
            if value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
                return "the value of header \(name) has a control character"
            }
        }
        if let size = body?.count, size > limits.requestBytes {
            return "the request's body has \(size) bytes, and \(limits.requestBytes) are allowed"
        }
        return signing.flatMap(signingRefusal)
    }

    /// libcurl 7.88 signs wrongly what goes beyond this: a path that wants escapes, most queries, headers that are repeated,
    /// empty or removed (mended from 8.3 on, bit by bit: https://curl.se/ch/). DynamoDB and SQS need no more.
    private func signingRefusal(_ signing: AWSSigning) -> String? {
        if method != "POST" { return "signing: the method must be POST" }
        if body == nil { return "signing: there must be a body" }
        guard let mark = url.firstRange(of: "://") else { return "signing: the URL is not absolute" }
        let rest = url[mark.upperBound...]
        let host = rest.prefix { !"/?#@".contains($0) }
        guard !host.isEmpty, ["", "/"].contains(rest.dropFirst(host.count)) else {
            return "signing: the URL must be a host and the path /, without user, query and fragment"
        }
        var seen: Set<String> = []
        for (name, value) in headers {
            let name = name.lowercased()
            guard ["accept", "content-type", "user-agent", "x-amz-target"].contains(name) else {
                return "signing: header \(name) is not one that can be signed"
            }
            if value.allSatisfy(\.isWhitespace) { return "signing: header \(name) is empty" }
            if !seen.insert(name).inserted { return "signing: header \(name) stands there twice" }
        }
        for (what, text) in [("region", signing.region), ("service", signing.service)] {
            let isName = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            if text.isEmpty || !isName { return "signing: the \(what) is not one" }
        }
        for (what, secret) in [
            ("access key id", signing.accessKeyID), ("secret access key", signing.secretAccessKey),
            ("session token", signing.sessionToken ?? signing.accessKeyID),
        ] where secret.reveal().isEmpty || !secret.reveal().utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            return "signing: the \(what) is empty or has a character that cannot be"
        }
        return nil
    }

    /// A token in HTTP's sense (https://www.rfc-editor.org/rfc/rfc9110#name-tokens).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
