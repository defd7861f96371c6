import RelayCore

/// Reading what is attached to messages.
extension HubSpotClient {
    /// How often an address may point to another one.
    private static let redirections = 3

    /// Reads a file at an address that HubSpot gave: of an attachment, or a signed one. The access token is not sent along.
    /// - Parameter limit: The most bytes that are taken; the transport has a limit of its own.
    /// - Throws: `validation` where the address is not one of HubSpot's; `not-found` where it has expired or the file is gone;
    ///   `unexpected-answer` where the file is too large.
    package func download(_ url: String, limit: Int = 10 * 1024 * 1024) async throws(HubSpotError) -> [UInt8] {
        let operation = "read the file"
        let hosts = FileHosts(baseURL: settings.baseURL)
        var url = url
        for _ in 0...Self.redirections {
            guard hosts.mayRead(url) else {
                throw HubSpotError(.validation, operation: operation, detail: "the address is not one of HubSpot's")
            }
            let call = HTTPCall(method: "GET", url: url, headers: [("User-Agent", Self.userAgent)], isWrite: false)
            let answer = try await trying(operation, isWrite: false) { budget throws(HubSpotError) in
                let answer = try await exchange(call, operation, budget)
                guard (200..<400).contains(answer.status) else { throw Self.refusal(answer, operation) }
                return answer
            }
            if answer.status < 300 {
                guard answer.body.count <= limit else {
                    throw HubSpotError(.unexpectedAnswer, operation: operation, detail: "more than \(limit) bytes")
                }
                return answer.body
            }
            guard let location = answer.headers["location"] else {
                throw HubSpotError(answer: answer, operation: operation)
            }
            url = location
        }
        throw HubSpotError(.unexpectedAnswer, operation: operation, detail: "too many redirects")
    }

    /// The address is all the leave there is: a refusal says nothing of token or scopes.
    private static func refusal(_ answer: HTTPAnswer, _ operation: String) -> HubSpotError {
        switch answer.status {
        case 401, 403, 404, 410:
            HubSpotError(
                .notFound, operation: operation, status: answer.status, detail: "the address has expired or the file is gone")
        default: HubSpotError(answer: answer, operation: operation)
        }
    }
}
