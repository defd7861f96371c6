import TestSupport
import Testing

@testable import HostSurface

@Suite("The route table")
struct RouteTableTests {
    private static let routes = [
        "GET /a", "ANY /a/{x}", "GET /a/b", "POST /a/{x}/c", "PUT /a/{y}/{z}", "ANY /", "PATCH /a/b",
    ]

    private static func table() throws -> RouteTable<String> {
        try RouteTable(
            routes.map { text in
                let parts = text.split(separator: " ")
                return (try Route(method: String(parts[0]), path: String(parts[1])), text)
            })
    }

    struct Row: NamedCase {
        let name: String
        let request: String
        /// The route and its parameters, the methods that are allowed, or nothing.
        let found: String
    }

    @Test(
        "The most specific route is found",
        arguments: [
            Row(name: "a literal path", request: "GET /a", found: "GET /a [:]"),
            Row(name: "literal before parameter", request: "GET /a/b", found: "GET /a/b [:]"),
            Row(name: "its other method goes to the parameter", request: "POST /a/b", found: "ANY /a/{x} [x:b]"),
            Row(name: "any method", request: "DELETE /a/q", found: "ANY /a/{x} [x:q]"),
            Row(name: "literal at the end", request: "POST /a/q/c", found: "POST /a/{x}/c [x:q]"),
            Row(name: "two parameters", request: "PUT /a/q/c", found: "PUT /a/{y}/{z} [y:q,z:c]"),
            Row(name: "the root", request: "GET /", found: "ANY / [:]"),
            Row(name: "decoded after it is split", request: "GET /a/x%2Fy%20%C3%A4", found: "ANY /a/{x} [x:x/y ä]"),
            Row(name: "a wrong escape", request: "GET /a/%zz", found: "none"),
            Row(name: "an escape that is no text", request: "GET /a/%FF", found: "none"),
            Row(name: "an empty parameter", request: "GET /a/", found: "none"),
            Row(name: "longer", request: "GET /a/b/c/d", found: "none"),
            Row(name: "another method", request: "POST /a", found: "allowed: GET"),
            Row(name: "other methods", request: "GET /a/q/c", found: "allowed: POST, PUT"),
        ])
    func specific(_ row: Row) throws {
        let parts = row.request.split(separator: " ")
        let found =
            switch try Self.table().find(method: String(parts[0]), path: String(parts[1])) {
            case .notFound: "none"
            case .methodNotAllowed(let allowed): "allowed: \(allowed.joined(separator: ", "))"
            case .found(let endpoint, _, let parameters):
                "\(endpoint) [\(parameters.isEmpty ? ":" : parameters.sorted { $0.key < $1.key }.map { "\($0):\($1)" }.joined(separator: ","))]"
            }
        #expect(found == row.found)
    }

    struct Bad: NamedCase {
        var name: String { "\(method) \(path)" }
        var method = "GET"
        let path: String
        let part: RouteError.Part
    }

    @Test(
        "A bad route is refused by its part",
        arguments: [
            Bad(method: "get", path: "/a", part: .method), Bad(method: "TRACE", path: "/a", part: .method),
            Bad(path: "a", part: .path), Bad(path: "", part: .path), Bad(path: "/a//b", part: .path),
            Bad(path: "/a/", part: .path),
            Bad(path: "/a/{}", part: .path), Bad(path: "/a/{b+}", part: .path), Bad(path: "/a/x{b}", part: .path),
            Bad(path: "/a/{b}/{b}", part: .path), Bad(path: "/a?b", part: .path), Bad(path: "/a%20b", part: .path),
        ])
    func bad(_ bad: Bad) {
        let error = #expect(throws: RouteError.self) { try Route(method: bad.method, path: bad.path) }
        #expect(error?.part == bad.part)
    }
}
