import RelayCore
import Setup
import TestSupport
import Testing

@Suite("Settings that nothing reads")
struct StrayKeyTests {
    struct Row: NamedCase {
        let name: String
        var settings: [String: String] = [:]
        var environment: [String: String] = [:]
        var others: Set<String> = []
        var references: Set<String>?
        /// What is said of each, with the way out.
        var says: [String] = []
    }

    private static let none = "is no key, and nothing reads it"

    static let rows = [
        Row(name: "keys alone", settings: ["ASSIST_MODE": "true", "PORT": "1"], environment: ["AI_ENGINE": "http"]),
        Row(
            name: "misspelt in the file", settings: ["ASSIST_MOD": "true"],
            says: ["x.env: ASSIST_MOD \(none) Did you mean ASSIST_MODE?"]),
        Row(
            name: "in small letters, and without a value", settings: ["assist_mode": ""],
            says: ["x.env: assist_mode \(none) Did you mean ASSIST_MODE?"]),
        Row(
            name: "another name in the file", settings: ["COLOR": "red"],
            says: ["x.env: COLOR \(none) Remove it, or look the key up in README.md."]),
        Row(
            name: "names that somebody else reads", settings: ["TZ": "UTC", "SHOP_TOKEN": "t"], others: ["TZ"],
            references: ["SHOP_TOKEN"]),
        Row(
            name: "misspelt in the environment", environment: ["HUBSPOT_ACESS_TOKEN": "t"],
            says: ["HUBSPOT_ACESS_TOKEN \(none) Did you mean HUBSPOT_ACCESS_TOKEN?"]),
        Row(name: "misspelt in the environment, without a value", environment: ["HUBSPOT_ACESS_TOKEN": ""]),
        Row(
            name: "other programs' variables",
            environment: ["EDITOR": "vi", "SORT": "1", "SESSION_MANAGER": "x", "LOGNAME": "me"]),
        Row(
            name: "what RELAY_CONFIG outdoes, and what it refers to",
            settings: ["RELAY_CONFIG": "relay.json", "ASSIST_MODE": "true", "LOG_LEVEL": "info"],
            environment: ["HUBSPOT_ACCESS_TOKEN": "t", "AI_ENGINE": "http"], references: ["HUBSPOT_ACCESS_TOKEN"],
            says: [
                "x.env: ASSIST_MODE counts for nothing beside RELAY_CONFIG Set it in the file that RELAY_CONFIG names.",
                "AI_ENGINE counts for nothing beside RELAY_CONFIG Set it in the file that RELAY_CONFIG names.",
            ]),
        Row(
            name: "a RELAY_CONFIG that cannot be read outdoes nothing",
            settings: ["RELAY_CONFIG": "relay.json", "ASSIST_MODE": "true"]),
    ]

    @Test("Each is named with the key that may be meant, and no value is told", arguments: rows)
    func strays(_ row: Row) {
        let found = StrayKey.all(
            settings: row.settings, file: "x.env", environment: row.environment, others: row.others, references: row.references)
        #expect(found.map { "\($0.says) \($0.fix)" } == row.says)
        #expect(!found.contains { $0.fault.description.contains("red") })
    }
}
