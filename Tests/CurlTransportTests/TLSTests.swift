import CurlTransport
import RelayCore
import TestSupport
import Testing

@Suite("TLS", .timeLimit(.minutes(10)))
struct TLSTests {
    struct Trust: NamedCase {
        let name: String
        let certificate: Certificates.Kind
        /// The file that the transport is told to trust.
        var authorities: @Sendable (Certificates) -> String? = { _ in nil }
        var host = "127.0.0.1"
        /// nil: the call is answered. Else part of what is said.
        let says: String?
        /// How often the server sees a connection that is given up.
        var refusals = 1
    }

    @Test(
        "A server that cannot prove who it is hears nothing of the request",
        arguments: [
            Trust(name: "a self-signed certificate", certificate: .selfSigned, says: "certificate"),
            Trust(name: "an authority that nobody trusts", certificate: .good, says: "certificate"),
            Trust(name: "a trusted private authority", certificate: .good, authorities: { $0.authority }, says: nil),
            Trust(
                name: "a self-signed certificate that is trusted itself", certificate: .selfSigned,
                authorities: { $0.certificate(.selfSigned) }, says: nil),
            Trust(
                name: "a certificate by another authority than the trusted one", certificate: .selfSigned,
                authorities: { $0.authority }, says: "certificate"),
            Trust(
                name: "a trusted authority, and another host's certificate", certificate: .elsewhere,
                authorities: { $0.authority }, says: "127.0.0.1"),
            Trust(
                name: "a trusted authority, and a host that the certificate does not name", certificate: .good,
                authorities: { $0.authority }, host: "localhost", says: "localhost"),
            Trust(
                name: "a file of authorities that is not there", certificate: .good, authorities: { $0.folder.path("none.pem") },
                says: "none.pem", refusals: 0),
            Trust(
                name: "a file of authorities that is none", certificate: .good, authorities: { $0.folder.path("openssl.cnf") },
                says: "openssl.cnf", refusals: 0),
        ])
    func trust(_ row: Trust) async throws {
        let certificates = try await Certificates()
        let transport = CurlTransport(limits: .init(certificateAuthorities: row.authorities(certificates)))
        try await TLSServer.running(row.certificate, of: certificates) { server in
            let call = HTTPCall(
                method: "POST", url: "https://\(row.host):\(server.port)/?q=sesame", headers: [("Authorization", "sesame")],
                body: Array("sesame".utf8), isWrite: true)
            if let says = row.says {
                let error = try await failure(of: transport, call)
                #expect(error.kind == .notSent)
                #expect(error.detail.contains(says), "\(error)")
                #expect(!error.detail.contains("sesame"))
                // Where libcurl fails before it says hello, the server sees a connection that ends, or none.
                try await eventually { try server.outcomes().count >= row.refusals }
                #expect(try server.outcomes().allSatisfy { $0 == "refused" })
            } else {
                #expect(try await transport.send(call).body == Array("hi".utf8))
                try await eventually { try server.outcomes() == ["request"] }
            }
        }
    }
}
