/// An http or https address of a host and a path: no user, no query, no fragment.
struct PlainURL {
    let isEncrypted: Bool
    /// Without its port; an IPv6 address without its brackets.
    let host: String
    /// Begins with a slash, or is empty.
    let path: String

    init?(_ url: String) {
        guard let mark = url.firstRange(of: "://"), !url.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else { return nil }
        switch url[..<mark.lowerBound] {
        case "https": isEncrypted = true
        case "http": isEncrypted = false
        default: return nil
        }
        let rest = url[mark.upperBound...]
        guard !rest.contains(where: { "?#@\\".contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        path = String(rest.dropFirst(authority.count))
        var port = Substring()
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = String(authority[authority.index(after: authority.startIndex)..<end])
            port = authority[authority.index(after: end)...]
        } else {
            let name = authority.prefix { $0 != ":" }
            host = String(name)
            port = authority.dropFirst(name.count)
        }
        let isPort = port.isEmpty || port.first == ":" && UInt16(port.dropFirst()) != nil
        guard !host.isEmpty, isPort else { return nil }
    }

    /// Whether it is this machine. `127.1` and the like are names to a resolver, and count as any other.
    var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
