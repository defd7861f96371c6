import HTTPTypes
import Hummingbird
import NIOCore

/// Who calls.
struct CallerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let address: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress
    }

    /// Headers by which a proxy on this machine says that it passes a stranger on.
    private static let forwarding: [HTTPField.Name] = [
        "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port",
        "x-forwarded-server", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip",
    ].compactMap { HTTPField.Name($0) }

    func isOnThisMachine(_ headers: HTTPFields) -> Bool {
        guard !Self.forwarding.contains(where: { headers[$0] != nil }) else { return false }
        switch address {
        case .unixDomainSocket: return true
        case .v4, .v6: return address?.ipAddress.map(Self.isLoopback) ?? false
        case nil: return false
        }
    }

    static func isLoopback(_ address: String) -> Bool {
        let bare = address.lowercased().hasPrefix("::ffff:") ? String(address.dropFirst(7)) : address
        return bare.hasPrefix("127.") || bare == "::1"
    }
}
