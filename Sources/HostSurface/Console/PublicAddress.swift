import Foundation

/// What the address says by which callers come.
enum PublicAddress {
    /// Whether it is one of this machine's own, so that no proxy stands before it.
    static func isThisMachine(_ url: String) -> Bool {
        guard let host = URL(string: url)?.host else { return false }
        return ConsoleDoor.isThisMachine(host.contains(":") ? "[\(host)]" : host)
    }
}
