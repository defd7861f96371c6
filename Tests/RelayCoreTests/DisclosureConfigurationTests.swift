import TestSupport
import Testing

@testable import RelayCore

@Suite("AI_DISCLOSURE")
struct DisclosureConfigurationTests {
    struct Row: NamedCase {
        let name: String
        let text: String
        /// By channel and language, what is configured for it; `off` where nothing is said, nil where our own words are.
        var says: [String: String?] = [:]
        var fault: String?

        static let all = [
            Row(name: "off", text: "off", says: ["chat en": "off", "email de": "off"]),
            Row(name: "one text", text: "An AI writes.", says: ["chat en": "An AI writes.", "email de": "An AI writes."]),
            Row(
                name: "by language", text: #"{"en":"An AI.","de":"Eine KI."}"#,
                says: ["chat en": "An AI.", "email de-AT": "Eine KI.", "chat fr": nil]),
            Row(
                name: "by channel", text: #"{"chat":"An AI.","email":"off"}"#,
                says: ["chat en": "An AI.", "email en": "off", "messenger en": nil]),
            Row(
                name: "by channel and language", text: #"{"chat":{"en":"An AI.","de":"Eine KI."},"en":"By AI."}"#,
                says: ["chat de": "Eine KI.", "email en": "By AI.", "email de": nil]),
            Row(name: "empty", text: "{}", says: ["chat en": nil]),
            Row(name: "no channel and no language", text: #"{"telephone":"An AI."}"#, fault: "must have language tags as names"),
            Row(name: "an empty text", text: #"{"chat":{"en":""}}"#, fault: "must have a non-empty text for each name"),
            Row(name: "no object", text: #"{"chat""#, fault: "must be a JSON object"),
            Row(name: "a number", text: #"{"chat":1}"#, fault: "must be a JSON object"),
        ]
    }

    @Test("It is read by channel and language, or its fault is named", arguments: Row.all)
    func read(_ row: Row) throws {
        let load = {
            try Configuration.load(
                ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) },
                environment: ["AI_DISCLOSURE": row.text], readFile: { _ in [] }
            ).organization(named: nil)
        }
        if let fault = row.fault {
            let faults = #expect(throws: ConfigurationFaults.self) { try load() }
            #expect(faults?.description.contains("AI_DISCLOSURE \(fault)") == true)
            return
        }
        let disclosure = try #require(try load())[ConfigurationKeys.aiDisclosure]
        for (place, text) in row.says {
            let parts = place.split(separator: " ").map(String.init)
            let line = disclosure.line(on: try #require(ChannelKind(rawValue: parts[0])))
            #expect((line.isOff ? "off" : line.text(in: parts[1])) == text)
        }
    }
}
