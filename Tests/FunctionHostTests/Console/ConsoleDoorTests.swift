import HTTPTypes
import RelayCore
import TestSupport
import Testing

@testable import HostSurface

@Suite("Who may come to the console")
struct ConsoleDoorTests {
    private static let key = "example-console-key-1"
    /// What stands for the key in a cookie.
    private static let mark = ShortHash.of("deskrelay-console \(key)", bytes: 32)

    struct Caller: NamedCase {
        let name: String
        var keys: [String] = []
        var path = "/console/api/events"
        var method = "GET"
        var host = "127.0.0.1:8080"
        var headers: [String: String] = [:]
        var isOnThisMachine = true
        var isBehindProxy = false
        var offered: String?
        let opens: Bool
    }

    static let own = ["x-deskrelay-console": "1"]

    @Test(
        "It is open to this machine, or to the key; never to a page from elsewhere",
        arguments: [
            Caller(name: "this machine", opens: true),
            Caller(name: "this machine by its name", host: "localhost:8080", opens: true),
            Caller(name: "this machine by IPv6", host: "[::1]:8080", opens: true),
            Caller(name: "somebody else", isOnThisMachine: false, opens: false),
            Caller(name: "a name that was pointed at this machine", host: "evil.example:8080", opens: false),
            Caller(name: "a name that begins like ours", host: "127.0.0.1.evil.example", opens: false),
            Caller(name: "a name that begins like ours, too", host: "localhost.evil.example", opens: false),
            Caller(name: "no name", host: "", opens: false),
            Caller(name: "a proxy that says nothing", isBehindProxy: true, opens: false),
            Caller(name: "without the key", keys: [key], opens: false),
            Caller(
                name: "with the key", keys: [key], host: "relay.example.com", headers: ["authorization": "Bearer \(key)"],
                isOnThisMachine: false, isBehindProxy: true, opens: true),
            Caller(
                name: "with the second key", keys: ["another-console-key", key], headers: ["authorization": "Bearer \(key)"],
                opens: true),
            Caller(name: "with a wrong key", keys: [key], headers: ["authorization": "Bearer \(key)x"], opens: false),
            Caller(
                name: "with the key in a cookie", keys: [key],
                headers: ["cookie": "other=1; deskrelay-console=\(mark)"], isOnThisMachine: false, opens: true),
            Caller(
                name: "with the key itself in a cookie", keys: [key], headers: ["cookie": "deskrelay-console=\(key)"],
                isOnThisMachine: false, opens: false),
            Caller(
                name: "with a wrong cookie", keys: [key], headers: ["cookie": "deskrelay-console="], isOnThisMachine: false,
                opens: false),
            Caller(name: "a key where none is asked for", host: "evil.example", offered: key, opens: false),
            Caller(name: "another page's question", headers: ["sec-fetch-site": "cross-site"], opens: false),
            Caller(name: "the page's own question", headers: ["sec-fetch-site": "same-origin"], opens: true),
            Caller(
                name: "a link to the page", path: "/console?view=story", headers: ["sec-fetch-site": "cross-site"], opens: true),
            Caller(name: "a change from this machine", method: "POST", headers: own, opens: true),
            Caller(name: "a form of another page", method: "POST", headers: ["content-type": "application/json"], opens: false),
            Caller(name: "a change without the header", method: "POST", opens: false),
            Caller(
                name: "another page's script", method: "POST",
                headers: own.merging(["origin": "http://evil.example"]) { $1 }, opens: false),
            Caller(
                name: "another page, as the browser says", method: "POST",
                headers: own.merging(["sec-fetch-site": "cross-site"]) { $1 }, opens: false),
            Caller(
                name: "the console's own page", method: "POST",
                headers: own.merging(["origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"]) { $1 }, opens: true),
            Caller(
                name: "a stranger's change with a cookie", keys: [key], method: "POST",
                headers: ["cookie": "deskrelay-console=\(mark)", "content-type": "application/json"], opens: false),
        ])
    func verdict(_ caller: Caller) {
        var head = HTTPRequest(
            method: .init(rawValue: caller.method) ?? .get, scheme: "http", authority: caller.host, path: caller.path)
        for (name, value) in caller.headers { if let name = HTTPField.Name(name) { head.headerFields[name] = value } }
        let verdict = ConsoleDoor(keys: caller.keys.map(Secret.init)).verdict(
            head, isOnThisMachine: caller.isOnThisMachine, isBehindProxy: caller.isBehindProxy, offered: caller.offered)
        #expect((verdict == .open) == caller.opens)
        if caller.keys.isEmpty, !caller.isOnThisMachine { #expect(verdict == .hidden) }
    }

    @Test("A key in the address goes into a cookie")
    func offered() {
        let door = ConsoleDoor(keys: [Secret(Self.key)])
        let head = HTTPRequest(method: .get, scheme: "http", authority: "relay.example.com", path: "/console?key=x")
        let right = door.verdict(head, isOnThisMachine: false, isBehindProxy: true, offered: Self.key)
        #expect(right == .keep(cookie: Self.mark))
        let wrong = door.verdict(head, isOnThisMachine: false, isBehindProxy: true, offered: "x")
        #expect(wrong != .open)
        guard case .refused = wrong else {
            Issue.record("\(wrong)")
            return
        }
    }

    @Test(
        "Which addresses are this machine's",
        arguments: [
            ("http://127.0.0.1:8080", true), ("http://localhost", true), ("http://[::1]:80", true),
            ("https://relay.example.com", false), ("https://127.0.0.1.example.com", false), ("nonsense", false),
        ])
    func publicAddress(_ url: String, _ isOurs: Bool) { #expect(PublicAddress.isThisMachine(url) == isOurs) }
}
