import Foundation
import TestSupport
import Testing

/// A folder with a private authority and with certificates for a server on 127.0.0.1, made by the `openssl` command.
struct Certificates {
    enum Kind: String, CaseIterable {
        /// By the authority, for 127.0.0.1.
        case good
        /// By the authority, for another host.
        case elsewhere
        /// By nobody but itself.
        case selfSigned
    }

    let folder: TemporaryFolder

    var authority: String { folder.path("authority.pem") }
    func certificate(_ kind: Kind) -> String { folder.path("\(kind.rawValue).pem") }
    func key(_ kind: Kind) -> String { folder.path("\(kind.rawValue).key") }

    init() async throws {
        folder = try TemporaryFolder()
        let configuration = """
            [req]
            prompt = no
            distinguished_name = name
            [name]
            CN = DeskRelay test
            [authority]
            basicConstraints = critical, CA:TRUE
            subjectKeyIdentifier = hash
            [good]
            subjectAltName = IP:127.0.0.1
            [selfSigned]
            subjectAltName = IP:127.0.0.1
            [elsewhere]
            subjectAltName = DNS:elsewhere.example
            """
        try configuration.write(toFile: folder.path("openssl.cnf"), atomically: true, encoding: .utf8)
        try await make("authority", signedBy: nil)
        for kind in Kind.allCases { try await make(kind.rawValue, signedBy: kind == .selfSigned ? nil : "authority") }
    }

    private func make(_ name: String, signedBy authority: String?) async throws {
        var arguments = [
            "openssl", "req", "-x509", "-config", folder.path("openssl.cnf"), "-extensions", name, "-days", "2", "-nodes",
            "-subj", "/CN=DeskRelay test \(name)", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-keyout", folder.path("\(name).key"), "-out", folder.path("\(name).pem"),
        ]
        if let authority { arguments += ["-CA", folder.path("\(authority).pem"), "-CAkey", folder.path("\(authority).key")] }
        let outcome = try await Command("/usr/bin/env", arguments).run()
        guard outcome.exitCode == 0 else { throw Missing(what: "openssl could not make a certificate") }
    }

    struct Missing: Error { let what: String }
}

/// Python's TLS server with one of the certificates, for as long as `body` runs.
struct TLSServer {
    let port: Int
    private let outcomesPath: String

    var url: String { "https://127.0.0.1:\(port)" }

    /// What became of each connection: `refused` or `request`.
    func outcomes() throws -> [String] {
        try String(contentsOfFile: outcomesPath, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    static func running(
        _ kind: Certificates.Kind, of certificates: Certificates, _ body: @escaping @Sendable (TLSServer) async throws -> Void
    ) async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("tls_server.py")
        let outcomes = certificates.folder.path("outcomes-\(UUID().uuidString)")
        let command = Command(
            "/usr/bin/env", ["python3", script.path, certificates.certificate(kind), certificates.key(kind), outcomes])
        _ = try await command.whileRunning(endedBy: .input) { line in
            guard let port = Int(line) else { throw Certificates.Missing(what: "python3 could not start the TLS server") }
            try await body(TLSServer(port: port, outcomesPath: outcomes))
        }
    }
}
