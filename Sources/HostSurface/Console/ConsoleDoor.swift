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
        /// The key came with the address: it goes into a cookie, and out of the address.
        case keep(key: String)
        /// Nothing says that there is anything.
        case hidden
        case refused(HTTPResponse.Status, String)
    }

    static let cookie = "deskrelay-console"
    static let ownHeader = "X-DeskRelay-Console"

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
            if let offered, isKey(offered), head.method == .get { return .keep(key: offered) }
            guard BearerKeys(keys).open(head.headerFields[.authorization]) || cookies(head).contains(where: isKey) else {
                return .refused(.unauthorized, "the console needs its key")
            }
        }
        return head.method == .get || head.method == .head || isOwn(head)
            ? .open
            : .refused(.forbidden, "what changes something needs the header \(Self.ownHeader): 1, from the console itself")
    }

    private func isKey(_ text: String) -> Bool {
        keys.reduce(false) { isKey, key in ConstantTime.areEqual(text, key.reveal()) || isKey }
    }

    private func cookies(_ head: HTTPRequest) -> [String] {
        let pairs = (head.headerFields[.cookie] ?? "").split(separator: ";").map { String($0).trimmed }
        return pairs.filter { $0.hasPrefix("\(Self.cookie)=") }.map { String($0.dropFirst(Self.cookie.count + 1)) }
    }

    /// A browser asks first before it sends such a header to another origin, and is not answered as it would need.
    private func isOwn(_ head: HTTPRequest) -> Bool {
        guard let header = HTTPField.Name(Self.ownHeader), head.headerFields[header] == "1" else { return false }
        if let site = HTTPField.Name("sec-fetch-site").flatMap({ head.headerFields[$0] }),
            site != "same-origin", site != "none"
        {
            return false
        }
        guard let origin = head.headerFields[.origin] else { return true }
        return origin.split(separator: "/", maxSplits: 2).last.map(String.init) == head.authority
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
