import FoundationEssentials
import RelayCore

/// Where a container gets the credentials of its role: ECS, EKS and what speaks like them.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
struct AWSCredentialsEndpoint: Sendable {
    let url: String
    private let authorization: Secret?
    /// Is read anew each time: it is changed while the container runs.
    private let authorizationFile: String?

    /// ECS, EKS, and EKS over IPv6. Others get plain http only on this machine: what they tell is worth as much as a key.
    private static let hosts: Set = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// nil where the environment names none.
    init?(environment: [String: String]) throws(AWSError) {
        if let path = environment.filled(AWSVariables.credentialsPath) {
            url = "http://169.254.170.2\(path.hasPrefix("/") ? "" : "/")\(path)"
            guard PlainURL(url) != nil else { throw AWSError(.settings("\(AWSVariables.credentialsPath) must be a path")) }
        } else if let whole = environment.filled(AWSVariables.credentialsURL) {
            guard let address = PlainURL(whole) else {
                throw AWSError(.settings("\(AWSVariables.credentialsURL) must be http(s)://host/path"))
            }
            guard address.isEncrypted || address.isLoopback || Self.hosts.contains(address.host) else {
                throw AWSError(
                    .settings(
                        "\(AWSVariables.credentialsURL) must begin with https: http is for this machine and AWS's own addresses"))
            }
            url = whole
        } else {
            return nil
        }
        authorization = environment.filled(AWSVariables.authorization).map { Secret($0) }
        authorizationFile = environment.filled(AWSVariables.authorizationFile)
    }

    /// Through no proxy: what is told is worth as much as a key, and mostly plain.
    /// - Parameter timeout: In seconds.
    func ask(_ transport: any HTTPTransport, timeout: Double) async throws(AWSError) -> AWSCredentials {
        var headers = [(name: "Accept", value: "application/json")]
        if let token = try token() { headers.append((name: "Authorization", value: token.reveal())) }
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try await transport.send(
                HTTPCall(method: "GET", url: url, headers: headers, timeout: timeout, isWrite: false, usesProxy: false))
        } catch {
            throw AWSError(
                .noCredentials("the container's endpoint gave no answer: \(error)", isForNow: error.kind != .cancelled))
        }
        guard answer.status == 200 else {
            let isForNow = answer.status >= 500 || answer.status == 429
            throw AWSError(.noCredentials("the container's endpoint answered \(answer.status)", isForNow: isForNow))
        }
        guard let credentials = AWSCredentials(endpointAnswer: answer.body) else {
            throw AWSError(.noCredentials("the container's endpoint told none", isForNow: true))
        }
        return credentials
    }

    private func token() throws(AWSError) -> Secret? {
        guard let authorizationFile else { return authorization }
        guard let data = FileManager.default.contents(atPath: authorizationFile) else {
            throw AWSError(.noCredentials("\(AWSVariables.authorizationFile) names a file that cannot be read", isForNow: true))
        }
        return Secret(String(decoding: data, as: UTF8.self).trimmed)
    }
}
