import AWSClient
import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Credentials for AWS")
struct CredentialsTests {
    struct Named: NamedCase {
        let name: String
        let environment: [String: String]
        /// Where they are asked for; nil: it is refused, with `says`.
        var url: String?
        var authorization: String?
        var says = ""
    }

    @Test(
        "A container's are asked for where the environment says, if that may be told",
        arguments: [
            Named(
                name: "ECS", environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1"],
                url: "http://169.254.170.2/v2/credentials/1"),
            Named(
                name: "EKS",
                environment: [
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN": "sesame",
                ], url: "http://169.254.170.23/v1/credentials", authorization: "sesame"),
            Named(
                name: "EKS over IPv6",
                environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[fd00:ec2::23]/v1/credentials"],
                url: "http://[fd00:ec2::23]/v1/credentials"),
            Named(
                name: "https anywhere", environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://keys.example/v1"],
                url: "https://keys.example/v1"),
            Named(
                name: "this machine", environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost:8080/v1"],
                url: "http://localhost:8080/v1"),
            Named(
                name: "http to another machine", environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.169.254/v1"],
                says: "AWS_CONTAINER_CREDENTIALS_FULL_URI must begin with https"),
            Named(
                name: "a host that begins like an allowed one",
                environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1@keys.example/v1"],
                says: "AWS_CONTAINER_CREDENTIALS_FULL_URI must be http(s)://host/path"),
            Named(
                name: "a path that leads elsewhere",
                environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@keys.example/v1?a"],
                says: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must be a path"),
            Named(
                name: "half a key", environment: ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"],
                says: "there are no credentials for AWS: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"),
        ])
    func endpoint(_ row: Named) async throws {
        let clock = TestClock()
        let transport = StubTransport([Self.told("ASIA1", until: clock.now + 3600), .json([:])])
        let environment = row.environment.merging(["AWS_REGION": "eu-west-1"]) { $1 }
        do throws(AWSError) {
            let client = try AWSClient.scripted(transport, clock, environment: environment)
            _ = try await client.call("GetItem", [:], isHarmless: true)
            let calls = transport.calls
            #expect(calls.first?.url == row.url)
            #expect(calls.first?.header("authorization") == row.authorization)
            #expect(calls.first?.signing == nil)
            #expect(calls.map(\.usesProxy) == [false, true])
            #expect(calls.last?.signing?.accessKeyID.reveal() == "ASIA1")
            #expect(calls.last?.signing?.sessionToken?.reveal() == "token of ASIA1")
        } catch {
            #expect(row.url == nil && error.description.hasPrefix(row.says), "\(error)")
            #expect(!error.isForNow)
        }
    }

    private static func told(_ key: String, until end: Date) -> Result<HTTPAnswer, TransportError> {
        .json([
            "AccessKeyId": .string(key), "SecretAccessKey": "sesame-sesame", "Token": .string("token of \(key)"),
            "Expiration": .string(Timestamp.rfc3339(end)),
        ])
    }

    private static let container = [
        "AWS_REGION": "eu-west-1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/keys",
    ]

    @Test("They are kept until five minutes before their end, and then asked for again")
    func kept() async throws {
        let clock = TestClock()
        let transport = StubTransport([
            Self.told("ASIA1", until: clock.now + 3600), .json([:]), .json([:]), Self.told("ASIA2", until: clock.now + 7200),
            .json([:]),
        ])
        let client = try AWSClient.scripted(transport, clock, environment: Self.container)
        for wait in [0, 3299, 2] as [Double] {
            clock.advance(wait)
            _ = try await client.call("GetItem", [:], isHarmless: true)
        }
        #expect(transport.calls.map { $0.signing?.accessKeyID.reveal() } == [nil, "ASIA1", "ASIA1", nil, "ASIA2"])
        #expect(transport.unused == 0)
    }

    @Test("Where no new ones are to be had the old ones are used to their end")
    func old() async throws {
        let clock = TestClock()
        let transport = StubTransport(
            [
                Self.told("ASIA1", until: clock.now + 600), .json([:]), .status(500), .json([:]), .json([:]), .status(500),
                .json([:]),
            ]
                + Array(repeating: .status(500), count: 5))
        let client = try AWSClient.scripted(transport, clock, environment: Self.container)
        _ = try await client.call("GetItem", [:], isHarmless: true)
        clock.advance(400)
        _ = try await client.call("GetItem", [:], isHarmless: true)
        // Not asked for again at each call.
        clock.advance(29)
        _ = try await client.call("GetItem", [:], isHarmless: true)
        clock.advance(1)
        _ = try await client.call("GetItem", [:], isHarmless: true)
        clock.advance(170)
        let error = await #expect(throws: AWSError.self) { try await client.call("GetItem", [:], isHarmless: true) }
        #expect(error?.description == "there are no credentials for AWS: the container's endpoint answered 500")
        #expect(error?.isForNow == true)
        #expect(transport.unused == 0)
    }

    @Test("They are asked for no longer than the call may take", arguments: [(nil, 5), (3, 3), (60, 5)] as [(Double?, Double)])
    func time(_ left: Double?, _ timeout: Double) async throws {
        let clock = TestClock()
        let transport = StubTransport([Self.told("ASIA1", until: clock.now + 3600), .json([:])])
        let client = try AWSClient.scripted(transport, clock, environment: Self.container)
        _ = try await client.call("GetItem", [:], until: left.map { clock.now + $0 }, isHarmless: true)
        #expect(transport.calls.first?.timeout == timeout)
    }

    @Test("Those that AWS calls ended are asked for again")
    func ended() async throws {
        let clock = TestClock()
        let transport = StubTransport([
            Self.told("ASIA1", until: clock.now + 3600), .refusal("ExpiredTokenException"),
            Self.told("ASIA2", until: clock.now + 3600), .json([:]),
        ])
        let client = try AWSClient.scripted(transport, clock, environment: Self.container)
        _ = try await client.call("GetItem", [:], isHarmless: false)
        #expect(transport.unused == 0)
    }

    @Test("The token of the question is read from its file each time")
    func file() async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let server = try LoopbackServer { request in
            let key = request.headers["authorization"] ?? ""
            return .answer("200 OK", #"{"AccessKeyId":"\#(key)","SecretAccessKey":"s","Expiration":"2020-01-01T00:00:00Z"}"#)
        }
        defer { server.stop() }
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.url)/keys",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": folder.path("token"),
        ]
        let source = try AWSCredentialsSource(environment: environment, transport: CurlTransport(), ambient: clock.ambient)
        for token in ["first", "second"] {
            try folder.write("token", Array("\(token)\n".utf8))
            _ = try await source.current()
        }
        #expect(server.requests.map { $0.headers["authorization"] } == ["first", "second"])
    }
}
