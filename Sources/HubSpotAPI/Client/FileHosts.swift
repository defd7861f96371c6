/// From where attached files are read: HubSpot's own hosts over https, and the configured API itself.
///
/// Source of the hosts: https://knowledge.hubspot.com/domains-and-urls/which-hubspot-urls-and-domains-should-i-allowlist and
/// addresses in public captures (`f.hubspotusercontent-eu1.net`, `fs.hubspotusercontent00.net`).
struct FileHosts: Sendable {
    /// Scheme and authority of the API, in lower case.
    private let api: String?

    init(baseURL: String) {
        api = Self.parts(baseURL).map { "\($0.scheme)://\($0.authority)" }
    }

    func mayRead(_ url: String) -> Bool {
        guard let (scheme, authority) = Self.parts(url) else { return false }
        if "\(scheme)://\(authority)" == api { return true }
        return scheme == "https" && Self.isHubSpot(authority)
    }

    /// In lower case. nil for what is no plain address: with a user's name, an unusual sign in the host, or white space, two
    /// readers of it might see two hosts.
    private static func parts(_ url: String) -> (scheme: String, authority: String)? {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http", url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
            return nil
        }
        let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
        let isPlain = authority.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        return isPlain && !authority.isEmpty ? (scheme, authority) : nil
    }

    private static func isHubSpot(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, !labels.contains("") else { return false }
        let (name, top) = (labels[labels.count - 2], labels[labels.count - 1])
        switch (name, top) {
        case ("hubspot", "com"), ("hubspot", "net"), ("hubapi", "com"): return true
        case (_, "com"), (_, "net"): return isUserContent(name)
        default: return false
        }
    }

    /// `hubspotusercontent`, then nothing, a number (`00`, `40`) or a region (`-na1`, `-eu1`). Nothing else: anybody may own
    /// a name that only begins so.
    private static func isUserContent(_ name: Substring) -> Bool {
        let prefix = "hubspotusercontent"
        guard name.hasPrefix(prefix) else { return false }
        var rest = name.dropFirst(prefix.count)
        if rest.first == "-" {
            rest = rest.dropFirst()
            guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(\.isLetter), rest.count > 2 else { return false }
            rest = rest.dropFirst(2)
        }
        return rest.count <= 2 && rest.allSatisfy(\.isNumber)
    }
}
