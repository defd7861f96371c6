import CurlTransport
import HubSpotSimulator
import RelayCore
import TestSupport

/// An answer, read as JSON.
struct ClientAnswer: Sendable {
    var status: Int
    var json: JSON
    /// Names in lower case.
    var headers: [String: String]

    var results: [JSON] { json["results"]?.array ?? [] }
    var nextCursor: String? { json["paging"]?["next"]?["after"]?.string }
}

/// Talks to a simulator over its socket, as the app would.
struct SimulatorClient: Sendable {
    let baseURL: String
    var token: String? = PortalSettings().accessToken.reveal()
    var contentType = "application/json"

    private let transport = CurlTransport()

    init(baseURL: String) { self.baseURL = baseURL }

    func get(_ path: String) async throws -> ClientAnswer { try await call("GET", path) }

    func post(_ path: String, _ body: JSON) async throws -> ClientAnswer { try await call("POST", path, body.canonicalBytes) }

    func patch(_ path: String, _ body: JSON) async throws -> ClientAnswer { try await call("PATCH", path, body.canonicalBytes) }

    func call(_ method: String, _ path: String, _ body: [UInt8]? = nil) async throws -> ClientAnswer {
        var headers: [(name: String, value: String)] = []
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if body != nil { headers.append(("Content-Type", contentType)) }
        let answer = try await transport.send(
            HTTPCall(
                method: method, url: baseURL + path, headers: headers, body: body, timeout: Hang.seconds,
                isWrite: method != "GET"))
        // Some of HubSpot's errors are no JSON.
        let isPage = answer.headers["content-type"]?.hasPrefix("text/html") == true
        return ClientAnswer(
            status: answer.status, json: answer.body.isEmpty || isPage ? .null : try JSON.parse(answer.body),
            headers: answer.headers)
    }
}

extension SimulatorClient {
    /// What stands at a whole URL that needs no token; nil when it is refused.
    func bytes(_ url: String) async throws -> [UInt8]? {
        let answer = try await CurlTransport().send(HTTPCall(method: "GET", url: url, timeout: Hang.seconds, isWrite: false))
        return answer.status == 200 ? answer.body : nil
    }
}
