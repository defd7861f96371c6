import CurlTransport
import RelayCore
import TestSupport
import Testing

@Suite("Signing for AWS", .timeLimit(.minutes(10)))
struct SigningTests {
    static let keyID = "AKIDEXAMPLE"
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    static func signing(
        region: String = "eu-west-1", service: String = "dynamodb", keyID: String = keyID, secret: String = secret,
        token: String? = nil
    ) -> AWSSigning {
        AWSSigning(
            region: region, service: service, accessKeyID: Secret(keyID), secretAccessKey: Secret(secret),
            sessionToken: token.map { Secret($0) })
    }

    struct Signed: NamedCase {
        let name: String
        var headers = [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "DynamoDB_20120810.PutItem")]
        var body = Array(#"{"TableName":"sessions"}"#.utf8)
        var signing = SigningTests.signing()
        var path = "/"
        /// Headers that the signature must cover.
        var covered = ["content-type", "host", "x-amz-date", "x-amz-target"]
    }

    @Test(
        "What arrives bears the signature that AWS would compute of it",
        arguments: [
            Signed(name: "DynamoDB"),
            Signed(
                name: "SQS",
                headers: [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.SendMessage")],
                signing: signing(region: "us-east-1", service: "sqs")),
            Signed(
                name: "a session token", signing: signing(token: "IQoJb3JpZ2luX2VjEXAMPLE//=="),
                covered: ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"]),
            Signed(name: "any text", body: Array(#"{"text":"déjà vu 🙂\n"}"#.utf8)),
            Signed(name: "nothing in it", body: []),
            // libcurl announces it with "Expect: 100-continue", waits a second, and goes on.
            Signed(name: "a large body", body: (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0) }),
            Signed(name: "no path", path: ""),
            Signed(
                name: "other headers, spaces inside",
                headers: [
                    ("content-type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.SendMessage"),
                    ("User-Agent", "DeskRelay  (+https://shop.example)"), ("Accept", "application/json"),
                ], covered: ["accept", "content-type", "host", "user-agent", "x-amz-date", "x-amz-target"]),
        ], [false, true])
    func signature(_ row: Signed, _ isWrite: Bool) async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let call = HTTPCall(
            method: "POST", url: server.url + row.path, headers: row.headers, body: row.body, timeout: 60, signing: row.signing,
            isWrite: isWrite)
        #expect(try await CurlTransport().send(call).status == 200)
        let request = try #require(server.requests.first)
        #expect(request.body == row.body)
        #expect(request.target == "/")
        let authorization = try #require(request.headers["authorization"])
        let check = try #require(SignatureCheck(authorization: authorization), "\(authorization)")
        #expect(check.accessKeyID == Self.keyID)
        #expect(
            check.scope == [
                String(request.headers["x-amz-date"]?.prefix(8) ?? ""), row.signing.region, row.signing.service, "aws4_request",
            ])
        // AWS refuses a signature that leaves out the host, or a header of its own.
        #expect(check.signedHeaders == row.covered)
        let expected = check.expected(
            method: request.method, headers: request.headers, body: request.body, secretAccessKey: Self.secret)
        #expect(check.signature == expected)
        #expect(request.headers["x-amz-security-token"] == row.signing.sessionToken?.reveal())
        #expect(!"\(request.headers)".contains(Self.secret))
    }

    @Test("The check itself agrees with AWS's published example, and sees what was changed")
    func checkOfTheCheck() throws {
        // "post-vanilla" of AWS's Signature Version 4 test suite.
        let authorization =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        let check = try #require(SignatureCheck(authorization: authorization))
        let headers = ["host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"]
        #expect(check.expected(method: "POST", headers: headers, body: [], secretAccessKey: Self.secret) == check.signature)
        #expect(check.expected(method: "POST", headers: headers, body: [1], secretAccessKey: Self.secret) != check.signature)
        #expect(check.expected(method: "POST", headers: headers, body: [], secretAccessKey: "other") != check.signature)
    }

    @Test("A kept connection signs each call anew, and an unsigned call on it has no signature")
    func keptConnection() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = CurlTransport()
        for signing in [Self.signing(), nil, Self.signing(region: "us-east-1")] {
            let call = HTTPCall(
                method: "POST", url: server.url, headers: [("X-Amz-Target", "A.B")], body: [1], signing: signing, isWrite: false)
            _ = try await transport.send(call)
        }
        #expect(server.connections == 1)
        let scopes = server.requests.map { request in
            request.headers["authorization"].flatMap { SignatureCheck(authorization: $0) }?.scope[1]
        }
        #expect(scopes == ["eu-west-1", nil, "us-east-1"])
    }

    struct Refused: NamedCase {
        let name: String
        var method = "POST"
        var path = "/"
        var headers = [("X-Amz-Target", "A.B")]
        var body: [UInt8]? = [1]
        var signing = SigningTests.signing()
        let says: String
    }

    @Test(
        "What libcurl 7.88 would sign wrongly is refused, and says why",
        arguments: [
            Refused(name: "GET", method: "GET", says: "the method must be POST"),
            Refused(name: "PUT", method: "PUT", says: "the method must be POST"),
            Refused(name: "no body", body: nil, says: "there must be a body"),
            Refused(name: "a path", path: "/queue", says: "the path /"),
            Refused(name: "a path with a space", path: "/%20", says: "the path /"),
            Refused(name: "a query", path: "/?delete", says: "the path /"),
            Refused(name: "a query without a path", path: "?b=1&a=2", says: "the path /"),
            Refused(name: "a fragment", path: "/#sesame", says: "the path /"),
            Refused(name: "a user", path: "@127.0.0.1/", says: "the path /"),
            Refused(name: "another header", headers: [("X-Meta", "1")], says: "header x-meta is not one that can be signed"),
            Refused(name: "a host", headers: [("Host", "a.example")], says: "header host is not one that can be signed"),
            Refused(name: "an authorization", headers: [("Authorization", "sesame")], says: "header authorization is not"),
            Refused(
                name: "a session token as a header", headers: [("X-Amz-Security-Token", "sesame")],
                says: "header x-amz-security-token is not"),
            Refused(name: "an empty header", headers: [("Accept", " ")], says: "header accept is empty"),
            Refused(
                name: "a header twice", headers: [("Accept", "a/b"), ("accept", "c/d")], says: "header accept stands there twice"),
            Refused(name: "no region", signing: signing(region: ""), says: "the region is not one"),
            Refused(name: "a region with a colon", signing: signing(region: "a:b"), says: "the region is not one"),
            Refused(name: "a service in capitals", signing: signing(service: "SQS"), says: "the service is not one"),
            Refused(name: "no key id", signing: signing(keyID: ""), says: "the access key id is empty"),
            Refused(
                name: "a key with a line break", signing: signing(secret: "sesame\n"), says: "the secret access key is empty or"),
            Refused(name: "an empty session token", signing: signing(token: ""), says: "the session token is empty"),
        ])
    func refusal(_ row: Refused) async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let call = HTTPCall(
            method: row.method, url: server.url + row.path, headers: row.headers, body: row.body, signing: row.signing,
            isWrite: true)
        let error = try await failure(of: CurlTransport(), call)
        #expect(error.kind == .notSent)
        #expect(error.detail.hasPrefix("signing: ") && error.detail.contains(row.says), "\(error)")
        #expect(!error.detail.contains("sesame"))
        #expect(server.connections == 0)
    }
}
