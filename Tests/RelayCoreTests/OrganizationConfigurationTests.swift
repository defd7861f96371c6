import RelayCore
import TestSupport
import Testing

@Suite("The configuration of several organizations")
struct OrganizationConfigurationTests {
    private static func load(
        _ file: JSON, environment: [String: String] = [:]
    ) throws -> Configuration {
        try Configuration.load(
            [
                .required(ConfigurationKeys.accessToken), .optional(ConfigurationKeys.userID),
                .optional(ConfigurationKeys.chatDelay), .optional(ConfigurationKeys.storeURL),
            ], environment: environment.merging(["RELAY_CONFIG": "relay.json"]) { $1 },
            readFile: { path in path == "token" ? Array("from-file\n".utf8) : file.canonicalBytes })
    }

    @Test("Each has its own values; defaults fill in, and the environment's values do not")
    func own() throws {
        let configuration = try Self.load(
            [
                "defaults": ["CHAT_DELAY": 3],
                "organizations": [
                    "acme": ["HUBSPOT_ACCESS_TOKEN": ["env": "ACME_TOKEN"], "CHAT_DELAY": 1],
                    "globex": ["HUBSPOT_ACCESS_TOKEN": ["file": "token"]],
                ],
            ],
            environment: [
                "ACME_TOKEN": "from-env", "HUBSPOT_ACCESS_TOKEN": "nobody's", "HUBSPOT_USER_ID": "7", "STORE_URL": "sqlite:x",
            ])
        let acme = try #require(configuration.organization(named: "acme"))
        let globex = try #require(configuration.organization(named: "globex"))
        #expect(acme[ConfigurationKeys.accessToken].map { $0.reveal() } == ["from-env"])
        #expect(globex[ConfigurationKeys.accessToken].map { $0.reveal() } == ["from-file"])
        #expect(acme[ConfigurationKeys.chatDelay] == 1 && globex[ConfigurationKeys.chatDelay] == 3)
        #expect(acme[ConfigurationKeys.userID] == nil)
        #expect(configuration[ConfigurationKeys.storeURL] == "sqlite:x")
        #expect(configuration.organization(named: nil) == nil)
    }

    struct Unnamed: NamedCase {
        let name: String
        let organizations: JSONObject
        let eventNames: [String]
    }

    @Test(
        "Events that name no organization are the only one's, or those of the one called default",
        arguments: [
            Unnamed(name: "the only one", organizations: ["shop": [:]], eventNames: ["shop", "default"]),
            Unnamed(name: "one of two", organizations: ["shop": [:], "acme": [:]], eventNames: ["shop"]),
            Unnamed(name: "one beside default", organizations: ["shop": [:], "default": [:]], eventNames: ["shop"]),
            Unnamed(name: "default", organizations: ["default": [:]], eventNames: ["default"]),
        ])
    func eventNames(_ row: Unnamed) throws {
        let environment = ["TOKEN": "token"]
        let organizations = row.organizations.mapValues { _ in ["HUBSPOT_ACCESS_TOKEN": ["env": "TOKEN"]] as JSON }
        let configuration = try Self.load(["organizations": .object(JSONObject(organizations))], environment: environment)
        #expect(configuration.eventNames(of: row.eventNames[0]) == row.eventNames)
    }

    struct BadFile: NamedCase {
        let name: String
        let file: JSON
        let problems: [String]
    }

    @Test(
        "Everything that is wrong is said at once, by organization",
        arguments: [
            BadFile(
                name: "a token is missing", file: ["organizations": ["acme": [:], "globex": ["HUBSPOT_ACCESS_TOKEN": "t"]]],
                problems: ["HUBSPOT_ACCESS_TOKEN (organization acme) is missing"]),
            BadFile(
                name: "a key of the deployment",
                file: ["organizations": ["acme": ["HUBSPOT_ACCESS_TOKEN": "t", "STORE_URL": "sqlite:acme"]]],
                problems: ["STORE_URL belongs to the whole deployment: set it in the environment"]),
            BadFile(
                name: "a key that is none",
                file: ["defaults": ["TOKEN": "t"], "organizations": ["acme": ["HUBSPOT_ACCESS_TOKEN": "t"]]],
                problems: ["TOKEN is not a configuration key"]),
            BadFile(
                name: "a misspelt key",
                file: ["organizations": ["acme": ["HUBSPOT_ACCESS_TOKEN": "t", "ASSIST_MOD": true]]],
                problems: ["ASSIST_MOD is not a configuration key; did you mean ASSIST_MODE?"]),
            BadFile(
                name: "a name that needs escaping",
                file: ["organizations": ["acme/eu": ["HUBSPOT_ACCESS_TOKEN": "t"]]],
                problems: [
                    "RELAY_CONFIG (organization acme/eu) names a file with an organization whose name \(OrganizationName.rule)"
                ]),
            BadFile(name: "none", file: ["organizations": [:]], problems: ["RELAY_CONFIG names a file without organizations"]),
            BadFile(
                name: "two faults", file: ["organizations": ["acme": ["CHAT_DELAY": -1]]],
                problems: [
                    "HUBSPOT_ACCESS_TOKEN (organization acme) is missing",
                    "CHAT_DELAY (organization acme) must be from 0.0 to 900.0 seconds",
                ]),
        ])
    func bad(_ row: BadFile) {
        let faults = #expect(throws: ConfigurationFaults.self) { try Self.load(row.file) }
        #expect(faults?.faults.map(\.description).sorted() == row.problems.sorted())
    }

    @Test(
        "A good name of an organization is taken, and a bad one refused",
        arguments: [
            ("acme", true), ("a.b-c_D9", true), ("", false), ("-acme", false), ("..", false), ("ac me", false), ("größe", false),
        ])
    func name(_ name: String, _ isValid: Bool) { #expect(OrganizationName.isValid(name) == isValid) }
}
