import RelayCore
import TestSupport
import Testing

@Suite("Keys that hold addresses")
struct AddressKeyTests {
    struct Row: NamedCase {
        let name: String
        let key: String
        let value: String
        /// The beginning of what is wrong; nil: nothing.
        var problem: String?
    }

    private static let base = "must be scheme and host, for example"

    @Test(
        "What is no address is refused, and what is one is taken as people write it",
        arguments: [
            Row(name: "scheme and host", key: "PUBLIC_URL", value: "https://relay.example.com"),
            Row(name: "a slash at its end", key: "PUBLIC_URL", value: "https://relay.example.com/"),
            Row(name: "a port", key: "PUBLIC_URL", value: "http://127.0.0.1:8080"),
            Row(name: "a path that a proxy takes off", key: "PUBLIC_URL", value: "https://example.com/relay"),
            Row(name: "a query", key: "PUBLIC_URL", value: "https://relay.example.com?x=1", problem: base),
            Row(name: "no scheme", key: "PUBLIC_URL", value: "relay.example.com", problem: base),
            Row(name: "another scheme", key: "PUBLIC_URL", value: "ftp://relay.example.com", problem: base),
            Row(name: "no host", key: "PUBLIC_URL", value: "https:///x", problem: base),
            Row(name: "a space", key: "PUBLIC_URL", value: "https://relay example.com", problem: base),
            Row(name: "domains in each form", key: "OWN_DOMAINS", value: "shop.example, *.shop.example,@Shop.example,.x.example"),
            Row(name: "a whole address", key: "OWN_DOMAINS", value: "shop.example,ann@shop.example", problem: "names ann@"),
            Row(name: "an address of a page", key: "OWN_DOMAINS", value: "https://shop.example", problem: "names https:"),
            Row(name: "an @ alone", key: "OWN_DOMAINS", value: "@", problem: "names @, which is no domain"),
        ])
    func addresses(_ row: Row) throws {
        let key = try #require(ConfigurationKeys.all.first { $0.name == row.key })
        let problem = key.problem(with: row.value)
        #expect(row.problem.map { problem?.hasPrefix($0) == true } ?? (problem == nil), "\(problem ?? "nothing")")
    }
}
