import HTTPTypes
import RelayCore

/// Who may come to the console, which shows what customers wrote: with `CONSOLE_KEY` whoever has the key, from anywhere; without
/// it callers on this machine.
///
/// A page that somebody on this machine has open elsewhere must neither read nor do anything here: a name that was pointed at this
/// machine is not its name (DNS rebinding), and what changes something must have a header that no form can set, and come from this
/// very origin (cross-site requests).
struct ConsoleDoor: Sendable {
    enum Verdict: Sendable, Hashable {
        case open
        /// The key came with the address, and goes out of it: what stands for it goes into a cookie.
        case keep(cookie: String)
        /// Nothing says that there is anything.
        case hidden
        case refused(HTTPResponse.Status, String)
    }

    static let cookie = "deskrelay-console"
    static let ownHeader = "X-DeskRelay-Console"
    private static let api = "/console/api"

    private let keys: [Secret]

    init(keys: [Secret]) { self.keys = keys }

    /// - Parameters:
    ///   - isOnThisMachine: Whether the caller is, as far as can be told.
    ///   - isBehindProxy: Somebody on this machine passes strangers on, and may not say so.
    ///   - offered: The key in the address, where one is.
    func verdict(_ head: HTTPRequest, isOnThisMachine: Bool, isBehindProxy: Bool, offered: String?) -> Verdict {
        if keys.isEmpty {
            guard isOnThisMachine else { return .hidden }
            guard !isBehindProxy else {
                return .refused(.unauthorized, "the console needs CONSOLE_KEY, or ADMIN_PORT, where PUBLIC_URL names a proxy")
            }
            guard Self.isThisMachine(head.authority ?? "") else {
                return .refused(.forbidden, "the console answers at localhost and 127.0.0.1 only")
            }
        } else {
            if let offered, head.method == .get, let key = key(offered) { return .keep(cookie: Self.mark(of: key)) }
            guard BearerKeys(keys).open(head.headerFields[.authorization]) || cookies(head).contains(where: isMark) else {
                return .refused(.unauthorized, "the console needs its key")
            }
        }
        if head.method == .get || head.method == .head {
            // A link to the page may stand anywhere. Its questions, some of which HubSpot is asked, are its own.
            let isPage = head.path?.hasPrefix(Self.api) != true
            return isPage || !isFromElsewhere(head) ? .open : .refused(.forbidden, "another page cannot ask the console")
        }
        return isOwn(head)
            ? .open
            : .refused(.forbidden, "what changes something needs the header \(Self.ownHeader): 1, from the console itself")
    }

    private func key(_ text: String) -> Secret? { keys.first { ConstantTime.areEqual(text, $0.reveal()) } }

    /// What stands for a key in a cookie: it opens the console, and tells nobody the key.
    private static func mark(of key: Secret) -> String { ShortHash.of("\(cookie) \(key.reveal())", bytes: 32) }

    private func isMark(_ text: String) -> Bool {
        keys.reduce(false) { isMark, key in ConstantTime.areEqual(text, Self.mark(of: key)) || isMark }
    }

    private func cookies(_ head: HTTPRequest) -> [String] {
        let pairs = (head.headerFields[.cookie] ?? "").split(separator: ";").map { String($0).trimmed }
        return pairs.filter { $0.hasPrefix("\(Self.cookie)=") }.map { String($0.dropFirst(Self.cookie.count + 1)) }
    }

    /// A browser asks first before it sends such a header to another origin, and is not answered as it would need.
    private func isOwn(_ head: HTTPRequest) -> Bool {
        guard let header = HTTPField.Name(Self.ownHeader), head.headerFields[header] == "1" else { return false }
        guard !isFromElsewhere(head) else { return false }
        guard let origin = head.headerFields[.origin] else { return true }
        return origin.split(separator: "/", maxSplits: 2).last.map(String.init) == head.authority
    }

    /// Whether a browser says that another site asks. Source: https://www.w3.org/TR/fetch-metadata/
    private func isFromElsewhere(_ head: HTTPRequest) -> Bool {
        guard let site = HTTPField.Name("sec-fetch-site").flatMap({ head.headerFields[$0] }) else { return false }
        return site != "same-origin" && site != "none"
    }

    /// - Parameter authority: Host, and port where there is one.
    static func isThisMachine(_ authority: String) -> Bool {
        if authority.hasPrefix("[::1]") { return authority.dropFirst(5).isEmpty || authority.dropFirst(5).hasPrefix(":") }
        let host = (authority.split(separator: ":", omittingEmptySubsequences: false).first ?? "").lowercased()
        if host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
