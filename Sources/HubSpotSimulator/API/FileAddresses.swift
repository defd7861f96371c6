import Crypto
import FoundationEssentials
import RelayCore

/// Where the portal's files can be had, on the simulator's own server and without a token. An address of a private file must be
/// signed, and expires.
struct FileAddresses: Sendable {
    /// Of the server, without a slash at its end.
    let baseURL: String
    let key: Secret

    func address(of file: SimulatedFile) -> String { "\(baseURL)\(ControlPath.files)/\(file.id)" }

    func signedAddress(of file: SimulatedFile, until end: Date) -> String {
        let expires = Self.seconds(end)
        return "\(address(of: file))?expires=\(expires)&signature=\(signature(file.id, expires))"
    }

    /// - Parameters:
    ///   - expires: As in a signed address; nil where it is absent.
    ///   - signature: The same.
    func isGood(for file: SimulatedFile, expires: String?, signature: String?, at now: Date) -> Bool {
        if file.access != "PRIVATE" { return true }
        guard let expires = expires.flatMap({ Int($0) }), expires > Self.seconds(now) else { return false }
        return signature == self.signature(file.id, expires)
    }

    /// Whole seconds since 1970.
    private static func seconds(_ instant: Date) -> Int { Timestamp.milliseconds(instant) / 1000 }

    /// What makes an address hard to guess.
    private func signature(_ id: String, _ expires: Int) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id) \(expires)".utf8), using: SymmetricKey(data: Array(key.reveal().utf8)))
        return String(Hex.string(code).prefix(32))
    }
}

extension SimulatedPortal {
    nonisolated func files(at baseURL: String) -> FileAddresses { FileAddresses(baseURL: baseURL, key: settings.accessToken) }

    /// When an address that is given out now expires.
    nonisolated func expiry(after seconds: Int) -> Date {
        Timestamp.date(milliseconds: (Timestamp.milliseconds(ambient.now()) / 1000 + seconds) * 1000)
    }
}
