import Crypto
import Foundation

/// Signs a request that arrived as AWS would to check it, independently of libcurl
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). For the path /.
struct SignatureCheck {
    let accessKeyID: String
    /// Day, region, service and `aws4_request`.
    let scope: [String]
    let signedHeaders: [String]
    let signature: String

    /// Reads the header `Authorization`; nil when it is not in this form.
    init?(authorization: String) {
        let scheme = "AWS4-HMAC-SHA256 "
        guard authorization.hasPrefix(scheme) else { return nil }
        var fields: [String: String] = [:]
        for field in authorization.dropFirst(scheme.count).split(separator: ",") {
            let parts = field.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        let credential = fields["Credential"]?.split(separator: "/").map(String.init) ?? []
        guard credential.count == 5, let headers = fields["SignedHeaders"], let signature = fields["Signature"] else {
            return nil
        }
        accessKeyID = credential[0]
        scope = Array(credential.dropFirst())
        signedHeaders = headers.split(separator: ";").map(String.init)
        self.signature = signature
    }

    /// The signature that the request ought to have.
    /// - Parameter headers: As they arrived, names in lower case.
    func expected(method: String, headers: [String: String], body: [UInt8], secretAccessKey: String) -> String {
        let lines = signedHeaders.map { name in
            "\(name):\((headers[name] ?? "").split(separator: " ").joined(separator: " "))\n"
        }
        let request = [method, "/", "", lines.joined(), signedHeaders.joined(separator: ";"), Self.hash(body)]
            .joined(separator: "\n")
        let text = [
            "AWS4-HMAC-SHA256", headers["x-amz-date"] ?? "", scope.joined(separator: "/"), Self.hash(Array(request.utf8)),
        ].joined(separator: "\n")
        let key = scope.reduce(Array("AWS4\(secretAccessKey)".utf8)) { key, part in Self.code(part, key) }
        return Self.hex(Self.code(text, key))
    }

    private static func hash(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    private static func code(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}
