import Foundation
import FunctionHost
import HostCore
import NIOCore
import NIOPosix
import RelayCore
import TestSupport
import Testing

@testable import HostSurface

@Suite("What strangers get of the host's port", .timeLimit(.minutes(10)))
struct StrangersTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private static let urlKey = "example-url-key-0001"
    private static let apiKey = "example-api-key-0001"
    private static let routes = ["POST /webhooks/hubspot/{organization}/{token}", "POST /ai/{organization}/replies"]
    private static let webhook = WebhookToken.path(organization: "default", key: Secret(urlKey))
    private static let keys = ["WEBHOOK_URL_KEY": urlKey, "RELAY_API_KEY": apiKey]
    private static let mebibyte = 1024 * 1024

    struct Case: NamedCase {
        let name: String
        var target = StrangersTests.webhook
        var headers: [String] = []
        var body: [UInt8] = []
        /// Of the body, where not all of it is sent.
        var length: Int?
        var environment: [String: String] = StrangersTests.keys
        let status: Int
        let part: String
    }

    @Test(
        "A body is read of whom it may come from, and only as far as it is of use",
        arguments: [
            Case(
                name: "a wrong token, and no body comes", target: webhook + "x", length: 6 * mebibyte, status: 401,
                part: "bad-token"),
            Case(
                name: "another organization's token, and no body comes", target: webhook.replacing("default", with: "acme"),
                length: 10, status: 401, part: "bad-token"),
            Case(
                name: "an organization named in accents",
                target: webhook.replacing("default", with: String(repeating: "%CC%81", count: 2000)), length: 10, status: 401,
                part: "bad-token"),
            Case(
                name: "no bearer key, and no body comes", target: "/ai/default/replies", length: 10, status: 401, part: "bad-key"),
            Case(
                name: "an organization without a bearer key", target: "/ai/acme/replies",
                headers: ["Authorization: Bearer \(apiKey)"],
                length: 10, status: 404, part: "unknown-path"),
            Case(
                name: "a bearer key", target: "/ai/default/replies", headers: ["Authorization: Bearer \(apiKey)"], status: 203,
                part: "text"),
            Case(name: "the token", body: Array("[]".utf8), status: 203, part: "text"),
            Case(name: "a body of the largest size", body: .init(repeating: 0x20, count: mebibyte), status: 203, part: "text"),
            Case(name: "the same in binary", body: .init(repeating: 0xFF, count: mebibyte), status: 203, part: "base64"),
            Case(
                name: "a body with more accents than are read",
                body: Array("\"a\(String(repeating: "\u{301}", count: 31))\"".utf8), status: 203, part: "base64"),
            Case(name: "a body above it, and none comes", length: mebibyte + 1, status: 413, part: "input-too-large"),
            Case(
                name: "a body above it that does not say so", headers: ["Transfer-Encoding: chunked"],
                body: Array("100001\r\n".utf8) + .init(repeating: 0x20, count: mebibyte + 1) + Array("\r\n0\r\n\r\n".utf8),
                status: 413, part: "input-too-large"),
            Case(name: "no key is configured", environment: [:], status: 503, part: "bad-configuration"),
            Case(
                name: "a key that is too short", environment: ["WEBHOOK_URL_KEY": "short"], status: 503, part: "bad-configuration"
            ),
        ])
    func body(_ row: Case) async throws {
        try await RunningHost.with(workspace, ["guarded"], routes: Self.routes, environment: row.environment) { _, port in
            let answer = try await HTTPExchange.send(
                "POST", row.target, port: port, headers: row.headers, body: row.body, length: row.length)
            #expect(answer.status == row.status)
            #expect(answer.body.contains(row.part))
        }
    }

    @Test("More bodies than are held at once are turned away, and counted")
    func budget() async throws {
        let limits = HostServer.Limits(heldBytes: 1000)
        try await RunningHost.with(workspace, ["guarded"], routes: Self.routes, environment: Self.keys, limits: limits) {
            _, port in
            let large = try await HTTPExchange.send("POST", Self.webhook, port: port, body: .init(repeating: 0x20, count: 1001))
            #expect(large.status == 503)
            #expect(large.body.contains("host-busy"))
            let small = try await HTTPExchange.send("POST", Self.webhook, port: port, body: .init(repeating: 0x20, count: 1000))
            #expect(small.status == 203)
            let metrics = try await HTTPExchange.send("GET", "/metrics", port: port).body
            #expect(metrics.contains(#"deskrelay_refused_requests_total{code="host-busy"} 1"#))
        }
    }

    @Test("Silent connections keep nobody out")
    func silence() async throws {
        let limits = HostServer.Limits(connections: 4)
        try await RunningHost.with(workspace, ["receiver"], limits: limits) { _, port in
            var silent: [any Channel] = []
            for _ in 0..<20 { silent.append(try await Self.connect(port)) }
            #expect(try await HTTPExchange.send("GET", "/healthz", port: port).status == 200)
            #expect(await eventually { silent.count { !$0.isActive } >= 16 })
            for channel in silent { try? await channel.close() }
        }
    }

    struct Slow: NamedCase {
        let name: String
        let times: ConnectionTimes
        let sent: String
    }

    private static let short = TimeAmount.milliseconds(50)

    @Test(
        "A connection that takes too long is closed",
        arguments: [
            Slow(name: "nothing comes", times: ConnectionTimes(head: short), sent: ""),
            Slow(name: "a head does not end", times: ConnectionTimes(head: short), sent: "GET /healthz HTTP/1.1\r\nHost: a"),
            Slow(
                name: "a body does not end", times: ConnectionTimes(body: short),
                sent: "POST /webhooks/hubspot/acme/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"),
            Slow(
                name: "a body goes on behind the answer", times: ConnectionTimes(remainder: short),
                sent: "POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"),
            Slow(
                name: "no second request comes", times: ConnectionTimes(idle: short),
                sent: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"),
        ])
    func slowness(_ row: Slow) async throws {
        try await RunningHost.with(workspace, ["receiver"], limits: HostServer.Limits(times: row.times)) { _, port in
            let channel = try await Self.connect(port)
            // A slow machine writes to a connection that is closed already: that is what is looked for.
            try? await channel.writeAndFlush(ByteBuffer(string: row.sent))
            try await channel.closeFuture.get()
        }
    }

    private static func connect(_ port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port).get()
    }

    @Test("Who calls through a proxy learns nothing of the host", arguments: ["/readyz", "/metrics"])
    func proxied(_ target: String) async throws {
        try await RunningHost.with(workspace, ["receiver"]) { _, port in
            for header in [
                "X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9", "Via: 1.1 edge", "X-Real-IP: 203.0.113.9",
                "X-Forwarded-Host: relay.example.com", "X-Forwarded-Proto: https", "CF-Connecting-IP: 203.0.113.9",
                "True-Client-IP: 203.0.113.9",
            ] {
                let stranger = try await HTTPExchange.send("GET", target, port: port, headers: [header])
                #expect(stranger.status == 404)
            }
            let own = try await HTTPExchange.send("GET", target, port: port)
            #expect(own.status == 200)
        }
    }

    @Test("With ADMIN_PORT the host speaks of itself there alone")
    func adminPort() async throws {
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        try await RunningHost.with(
            workspace, ["receiver"], environment: ["ADMIN_PORT": "0"], onAdminRunning: { started.yield($0) }
        ) {
            _, port in
            let admin = try #require(await ports.first { _ in true })
            for (method, target, outside, inside) in [
                ("GET", "/healthz", 200, 200), ("GET", "/readyz", 404, 200), ("GET", "/metrics", 404, 200),
                ("POST", "/webhooks/hubspot/acme/x", 203, 404),
            ] {
                #expect(try await HTTPExchange.send(method, target, port: port).status == outside, "\(target)")
                #expect(try await HTTPExchange.send(method, target, port: admin).status == inside, "\(target)")
            }
        }
    }

    @Test("ADMIN_PORT must be a port", arguments: ["x", "-1", "65536", "8080 "])
    func badAdminPort(_ text: String) async throws {
        let error = await #expect(throws: ConfigurationFaults.self) {
            try await RunningHost.with(workspace, ["receiver"], environment: ["ADMIN_PORT": text]) { _, _ in }
        }
        #expect(error?.description.hasPrefix("ADMIN_PORT") == true)
    }

    @Test(
        "An address of this machine is told from others",
        arguments: [
            ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true), ("10.0.0.1", false),
            ("::ffff:10.0.0.1", false), ("2001:db8::1", false), ("", false),
        ])
    func loopback(_ address: String, _ isLoopback: Bool) { #expect(CallerContext.isLoopback(address) == isLoopback) }
}
