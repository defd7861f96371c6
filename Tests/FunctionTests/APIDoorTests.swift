import RelayCore
import TestSupport
import Testing

@testable import api_receive

@Suite("Who may call a route of the AI side, and which request is which")
struct APIDoorTests {
    struct Door: NamedCase {
        let name: String
        var method = "POST"
        var address = "replies"
        var organization = "north"
        var authorization: String? = "Bearer key-of-north-0001"
        let status: Int
        var code: ReasonCode?
        var header: (name: String, value: String)?
    }

    private static let bearer = (name: "www-authenticate", value: "Bearer")

    static let doors = [
        Door(name: "its key", status: 202),
        Door(name: "in any case of the scheme", authorization: "bearer  key-of-north-0001", status: 202),
        Door(name: "the first of two", organization: "south", authorization: "Bearer key-of-south-0001", status: 202),
        Door(name: "the second of two", organization: "south", authorization: "Bearer key-of-south-0002", status: 202),
        Door(name: "no key", authorization: nil, status: 401, code: .badKey, header: bearer),
        Door(name: "an empty key", authorization: "Bearer ", status: 401, code: .badKey, header: bearer),
        Door(name: "another key", authorization: "Bearer key-of-north-0002", status: 401, code: .badKey, header: bearer),
        Door(name: "a key cut short", authorization: "Bearer key-of-north-000", status: 401, code: .badKey, header: bearer),
        Door(
            name: "both keys as one", organization: "south", authorization: "Bearer key-of-south-0001,key-of-south-0002",
            status: 401, code: .badKey, header: bearer),
        Door(name: "another scheme", authorization: "Basic key-of-north-0001", status: 401, code: .badKey, header: bearer),
        Door(
            name: "another organization's key", authorization: "Bearer key-of-south-0001", status: 401, code: .badKey,
            header: bearer),
        Door(name: "an organization without a key", organization: "east", status: 404, code: .unknownPath),
        Door(
            name: "an organization without a key, and no key", organization: "east", authorization: nil, status: 404,
            code: .unknownPath),
        Door(name: "no such organization", organization: "west", status: 404, code: .unknownPath),
        Door(name: "no such organization, and no key", organization: "west", authorization: nil, status: 404, code: .unknownPath),
        Door(name: "no such route", address: "answers", status: 404, code: .unknownPath),
        Door(name: "no organization", organization: "", status: 404, code: .unknownPath),
        Door(name: "no session", address: "sessions//control", status: 404, code: .unknownPath),
        Door(name: "too much", address: "replies/7", status: 404, code: .unknownPath),
        Door(
            name: "another method", method: "GET", status: 405, code: .methodNotAllowed,
            header: (name: "allow", value: "POST")),
        Door(
            name: "another method of a session", address: "sessions/ses_1", status: 405, code: .methodNotAllowed,
            header: (name: "allow", value: "PATCH")),
        Door(
            name: "another method, where there is no organization", method: "GET", organization: "west", status: 405,
            code: .methodNotAllowed, header: (name: "allow", value: "POST")),
    ]

    @Test("Who is let in, and what everybody else is told", arguments: doors)
    func opens(_ row: Door) throws {
        let request = APIRequest(
            method: row.method, address: row.address, organization: row.organization,
            headers: row.authorization.map { ["authorization": $0] } ?? [:])
        let result = try request.result()
        #expect(result.code == row.code)
        let response = try #require(result.response)
        #expect(response.statusCode == row.status)
        guard let code = row.code else { return }
        #expect(result.events.isEmpty)
        #expect(response.body == #"{"code":"\#(code.rawValue)"}"#)
        var headers = ["content-type": "application/json"]
        if let header = row.header { headers[header.name] = header.value }
        #expect(response.headers == headers)
    }

    @Test(
        "A key that is too short, or a third one, is a configuration fault",
        arguments: [
            ("key-of-north-01", "must have at least 16 characters"), ("a,b,c", "must be one or two values, comma-separated"),
        ])
    func faults(_ key: String, _ problem: String) throws {
        let error = #expect(throws: ConfigurationFaults.self) {
            try Configuration.load(
                APIReceive.description.configuration, environment: ["RELAY_API_KEY": key], readFile: { _ in [] })
        }
        #expect(error?.description == "RELAY_API_KEY \(problem)")
    }

    // MARK: The route

    struct Routed: NamedCase {
        let name: String
        let route: String
        var parameters = ["organization": "north", "id": "ses_1"]
        var method = "POST"
        var body = #"{"action":"pause"}"#
        let type: String?
    }

    @Test(
        "The route table says what is asked for, whatever stands before the organization",
        arguments: [
            Routed(
                name: "as it is", route: "/ai/{organization}/replies", body: #"{"threadId":"7","text":"Hi"}"#,
                type: AIReplyEvent.type),
            Routed(
                name: "moved", route: "/v1/relay/{organization}/replies", body: #"{"threadId":"7","text":"Hi"}"#,
                type: AIReplyEvent.type),
            Routed(
                name: "at the root, another name of the parameter", route: "/{organization}/sessions/{session}/control",
                parameters: ["organization": "north", "session": "ses_1"], type: SessionControlEvent.type),
            Routed(
                name: "custom data", route: "/x/{organization}/sessions/{id}", method: "PATCH",
                body: #"{"customData":{"a":"b"}}"#, type: SessionUpdateEvent.type),
            Routed(name: "no organization in it", route: "/ai/replies", type: nil),
            Routed(name: "moved behind the organization", route: "/ai/{organization}/v1/replies", type: nil),
            Routed(
                name: "without its parameter", route: "/ai/{organization}/sessions/{id}/control",
                parameters: ["organization": "north"], type: nil),
        ])
    func routed(_ row: Routed) throws {
        let result = try APIRequest(
            method: row.method, address: "elsewhere", body: row.body.bytes, route: (row.route, row.parameters)
        ).result()
        #expect(result.events.first?.type == row.type)
        #expect(result.code == (row.type == nil ? .unknownPath : nil))
    }

    // MARK: Idempotency

    private func id(_ change: (inout APIRequest) -> Void) throws -> String {
        var request = APIRequest()
        request.headers["idempotency-key"] = "k-1"
        change(&request)
        return try #require(try request.result().events.first).id
    }

    @Test("With an Idempotency-Key the id is of address, organization and key alone; without it of the request")
    func ids() throws {
        let id = try id { _ in }
        #expect(try self.id { $0.id = "http-2" } == id)
        #expect(try self.id { $0.body = #"{"threadId":"8","text":"Other"}"#.bytes } == id)
        #expect(try self.id { $0.route = ("/moved/{organization}/replies", ["organization": "north"]) } == id)
        let other = try [
            self.id { $0.headers["idempotency-key"] = "k-2" },
            self.id { ($0.address, $0.body) = ("turns", #"{"threadId":"7","messageId":"m"}"#.bytes) },
            self.id { ($0.address, $0.body) = ("sessions/ses_1/control", #"{"action":"pause"}"#.bytes) },
            self.id { ($0.address, $0.body) = ("sessions/ses_2/control", #"{"action":"pause"}"#.bytes) },
            self.id {
                $0.organization = "south"; $0.headers["authorization"] = "Bearer key-of-south-0001"
            },
            self.id { $0.headers["idempotency-key"] = nil },
            self.id {
                $0.headers["idempotency-key"] = nil; $0.id = "http-2"
            },
            // A request's own id is no key.
            self.id { $0.headers["idempotency-key"] = "http-1" },
        ]
        #expect(Set(other + [id]).count == other.count + 1)
        #expect(try self.id { $0.headers["idempotency-key"] = nil } == other[5])
    }

    @Test(
        "An Idempotency-Key that is none is refused",
        arguments: ["", "two words", "k-é", String(repeating: "k", count: 256)])
    func badKeys(_ key: String) throws {
        let request = APIRequest(headers: ["authorization": "Bearer key-of-north-0001", "idempotency-key": key])
        let result = try request.result()
        #expect(result.response?.statusCode == 400)
        #expect(result.message == "idempotency-key must be 1 to 255 visible ASCII characters")
    }
}
