import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Webhook signatures")
struct WebhookSignatureTests {
    struct Vector: NamedCase {
        let name: String
        let version: String
        let secret: Secret
        let method: String
        let uri: String
        let body: [UInt8]
        let timestamp: String?
        let expected: String

        static func load() throws -> [Vector] {
            let keys: Set = ["source", "version", "clientSecret", "method", "uri", "body", "timestamp", "expected"]
            return try FixtureFile("hubspot-signature-vectors", in: .module).rows(in: "vectors", named: "id", keys: keys) { row in
                Vector(
                    name: try row.string("id"), version: try row.string("version"),
                    secret: Secret(try row.string("clientSecret")), method: try row.string("method"),
                    uri: try row.string("uri"), body: Array(try row.string("body").utf8),
                    timestamp: try row.members.optionalID("timestamp"), expected: try row.string("expected"))
            }
        }
    }

    @Test("HubSpot's published vectors of v1 and v3 hold")
    func vectors() throws {
        let vectors = try Vector.load()
        #expect(vectors.count { $0.version != "v2" } == 4)
        for vector in vectors {
            switch vector.version {
            case "v1": #expect(WebhookSignature.v1(vector.secret, vector.body) == vector.expected, "\(vector.name)")
            case "v3":
                let timestamp = try #require(vector.timestamp)
                let signature = WebhookSignature.v3(vector.secret, vector.method, vector.uri, vector.body, timestamp)
                #expect(signature == vector.expected, "\(vector.name)")
            case "v2": continue
            default: Issue.record("unknown version \(vector.version)")
            }
        }
    }

    struct Case: NamedCase {
        let name: String
        var age: Double = 0
        var secret = "one"
        var header = "x-hubspot-signature-v3"
        var changesBody = false
        var signsDecodedURL = false
        var acceptsV1 = false
        let expected: ReasonCode?
    }

    static let cases = [
        Case(name: "right", expected: nil),
        Case(name: "second secret", secret: "two", expected: nil),
        Case(name: "unknown secret", secret: "three", expected: .badSignature),
        Case(name: "one byte changed", changesBody: true, expected: .badSignature),
        Case(name: "at the edge", age: 300, expected: nil),
        Case(name: "stale", age: 301, expected: .staleTimestamp),
        Case(name: "future, within the window", age: -299, expected: nil),
        Case(name: "future", age: -301, expected: .futureTimestamp),
        Case(name: "stale and forged says nothing of the time", age: 900, secret: "three", expected: .badSignature),
        Case(name: "the decoded URL is signed", signsDecodedURL: true, expected: nil),
        Case(name: "no signature", header: "x-other", expected: .missingSignature),
        Case(name: "wrong v3 is never tried as v1", secret: "three", acceptsV1: true, expected: .badSignature),
    ]

    @Test("v3 is checked with either secret, within the time window", arguments: cases)
    func v3(_ test: Case) {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let timestamp = String(Int((now.timeIntervalSince1970 - test.age) * 1000))
        let body = Array("[{}]".utf8)
        let url = "https://relay.example.com/webhooks/hubspot/a%40b/token"
        let signedURL = test.signsDecodedURL ? "https://relay.example.com/webhooks/hubspot/a@b/token" : url
        let headers = [
            test.header: WebhookSignature.v3(Secret(test.secret), "POST", signedURL, body, timestamp),
            "x-hubspot-request-timestamp": timestamp,
            "x-hubspot-signature": test.acceptsV1 ? WebhookSignature.v1(Secret("one"), body) : "",
        ]
        let request = HTTPRequestEvent(
            method: "POST", url: url, path: "/", query: "", headers: headers, body: test.changesBody ? Array("[[]]".utf8) : body)
        let signature = WebhookSignature(secrets: [Secret("one"), Secret("two")], window: 300, acceptsV1: test.acceptsV1)
        #expect(signature.objection(to: request, now: now) == test.expected)
    }

    @Test("v1 counts only where it is allowed", arguments: [(true, nil), (false, ReasonCode.missingSignature)])
    func v1(_ isAllowed: Bool, _ expected: ReasonCode?) {
        let body = Array("[]".utf8)
        let request = HTTPRequestEvent(
            method: "POST", url: "https://relay.example.com/", path: "/", query: "",
            headers: ["x-hubspot-signature": WebhookSignature.v1(Secret("one"), body)], body: body)
        let signature = WebhookSignature(secrets: [Secret("one")], window: 300, acceptsV1: isAllowed)
        #expect(signature.objection(to: request, now: Date()) == expected)
    }

    @Test("A token is one organization's, under either key")
    func token() {
        let (old, new) = (Secret("old-key"), Secret("new-key"))
        let token = WebhookToken.token(organization: "shop", key: old)
        #expect(WebhookToken.isValid(token, organization: "shop", keys: [new, old]))
        #expect(!WebhookToken.isValid(token, organization: "other", keys: [new, old]))
        #expect(!WebhookToken.isValid(token, organization: "shop", keys: [new]))
        #expect(!WebhookToken.isValid("", organization: "shop", keys: []))
    }
}
