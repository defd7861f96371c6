import RelayCore
import TestSupport
import Testing

@Suite("Calls and answers show nothing of what they say")
struct HTTPDescriptionTests {
    struct Shape: NamedCase {
        var name: String { url }
        let url: String
        let shape: String
    }

    @Test(
        "A URL is shown as its scheme, its host, and the words of an API in its path",
        arguments: [
            Shape(
                url: "https://api.example.com/crm/v3/objects/contacts", shape: "https://api.example.com/crm/v3/objects/contacts"),
            Shape(url: "https://api.example.com", shape: "https://api.example.com"),
            Shape(url: "http://127.0.0.1:8080/", shape: "http://127.0.0.1:8080/"),
            Shape(
                url: "https://api.example.com/conversations/2026-09/threads/5000000001/messages",
                shape: "https://api.example.com/conversations/2026-09/threads/*/messages"),
            Shape(
                url: "https://api.example.com/contacts/jane.doe@shop.example?idProperty=email",
                shape: "https://api.example.com/contacts/*"),
            Shape(
                url: "https://api.example.com/contacts/jane%40shop.example#sesame", shape: "https://api.example.com/contacts/*"),
            Shape(
                url: "https://relay.example.com/webhooks/hubspot/default/aB3-x_y",
                shape: "https://relay.example.com/webhooks/hubspot/default/*"),
            Shape(url: "https://user:sesame@api.example.com/v3?token=sesame", shape: "https://api.example.com/v3"),
            Shape(url: "https://api.example.com?token=sesame", shape: "https://api.example.com"),
            Shape(url: "https://api.example.com/calls/+15550100/2026-0/v/v1a2b", shape: "https://api.example.com/calls/*/*/v/*"),
            Shape(
                url: "https://api.example.com/abcdefghijklmnopqrstuvwxyz", shape: "https://api.example.com/*"),
            Shape(url: "ftp://sesame.example.com/sesame", shape: "*"),
            Shape(url: "sesame", shape: "*"),
            Shape(url: "", shape: "*"),
        ])
    func shape(_ row: Shape) {
        #expect("\(HTTPCall(method: "GET", url: row.url, isWrite: false))" == "GET \(row.shape), 0 headers, no body")
    }

    struct Showing: NamedCase {
        let name: String
        let show: @Sendable (Any) -> String
    }

    static let ways = [
        Showing(name: "interpolation") { "\($0)" },
        Showing(name: "String(describing:)") { String(describing: $0) },
        Showing(name: "String(reflecting:)") { String(reflecting: $0) },
        Showing(name: "dump") { value in
            var text = ""
            dump(value, to: &text)
            return text
        },
        Showing(name: "in an array") { "\([$0])" },
        Showing(name: "in an optional") { String(reflecting: Optional($0)) },
        Showing(name: "a mirror's children") { value in Mirror(reflecting: value).children.map { "\($0)" }.joined() },
        Showing(name: "inside another value") { value in
            var text = "\((1, value))"
            dump((1, value), to: &text)
            return text
        },
    ]

    @Test("No way to show a call shows a secret of it", arguments: ways)
    func call(_ way: Showing) {
        let call = HTTPCall(
            method: "POST", url: "https://sesame:sesame@api.example.com/threads/Sesame1?q=sesame#sesame",
            headers: [("Authorization", "Bearer sesame"), ("X-Sesame", "1")], body: Array("sesame".utf8),
            signing: AWSSigning(
                region: "eu-west-1", service: "sqs", accessKeyID: Secret("sesame"), secretAccessKey: Secret("sesame"),
                sessionToken: Secret("sesame")), isWrite: true)
        let text = way.show(call)
        #expect(!text.lowercased().contains("sesame"))
        // Bytes as numbers are the body too.
        #expect(!text.contains("115"))
    }

    @Test("No way to show an answer shows a secret of it", arguments: ways)
    func answer(_ way: Showing) {
        let text = way.show(HTTPAnswer(status: 200, headers: ["x-sesame": "sesame"], body: Array("sesame".utf8)))
        #expect(!text.contains("sesame"))
        #expect(!text.contains("115"))
    }

    @Test("No way to show signing shows a secret of it", arguments: ways)
    func signing(_ way: Showing) {
        let text = way.show(
            AWSSigning(
                region: "eu-west-1", service: "sqs", accessKeyID: Secret("sesame"), secretAccessKey: Secret("sesame"),
                sessionToken: Secret("sesame")))
        #expect(!text.contains("sesame"))
    }

    @Test("Method, status and sizes are still shown")
    func sizes() {
        let call = HTTPCall(
            method: "PATCH", url: "https://api.example.com/v3", headers: [("A", "1")], body: [1, 2, 3], isWrite: true)
        #expect("\(call)" == "PATCH https://api.example.com/v3, 1 headers, 3 bytes")
        #expect("\(HTTPCall(method: "get sesame", url: "x", isWrite: false))" == "* *, 0 headers, no body")
        #expect("\(HTTPAnswer(status: 404, headers: ["a": "b"], body: [1]))" == "404, 1 headers, 1 bytes")
    }
}
