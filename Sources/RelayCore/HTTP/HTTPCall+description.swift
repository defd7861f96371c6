// Calls and answers carry tokens and customers' words, and end up in log lines by accident. So they show what they are, and
// nothing of what they say.

extension HTTPCall: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method, scheme, host, the path's shape, and sizes: `POST https://api.hubapi.com/crm/v3/objects/contacts/*, 2 headers,
    /// 31 bytes`. No header, no query, no body, no user of the URL; of the path only what cannot be an id, an address or a
    /// token.
    package var description: String {
        let size = body.map { "\($0.count) bytes" } ?? "no body"
        return "\(Self.shown(method: method)) \(Self.shape(ofURL: url)), \(headers.count) headers, \(size)"
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    private static func shown(method: String) -> String {
        method.utf8.count <= 10 && method.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? method : "*"
    }

    private static func shape(ofURL url: String) -> String {
        let whole = url.prefix { $0 != "?" && $0 != "#" }
        guard let mark = whole.firstRange(of: "://") else { return "*" }
        let scheme = whole[..<mark.lowerBound]
        guard scheme == "http" || scheme == "https" else { return "*" }
        let rest = whole[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let segments = rest.dropFirst(authority.count).split(separator: "/", omittingEmptySubsequences: false)
        return "\(scheme)://\(host)\(segments.map { isWord($0) ? $0 : "*" }.joined(separator: "/"))"
    }

    /// Whether the segment is a word of an API (`contacts`, `channel-accounts`) or a version of it (`v3`, `2026-09`): small
    /// letters and hyphens, or digits where a version has them. Ids, addresses and tokens have other characters.
    private static func isWord(_ segment: Substring) -> Bool {
        let bytes = Array(segment.utf8)
        guard bytes.count <= 24 else { return false }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        if bytes.allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }) { return true }
        if bytes.count <= 3, bytes.first == UInt8(ascii: "v") { return bytes.dropFirst().allSatisfy(isDigit) }
        return bytes.count == 7 && bytes[4] == UInt8(ascii: "-") && (bytes[..<4] + bytes[5...]).allSatisfy(isDigit)
    }
}

extension HTTPAnswer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Status and sizes: `200, 4 headers, 512 bytes`.
    package var description: String { "\(status), \(headers.count) headers, \(body.count) bytes" }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
