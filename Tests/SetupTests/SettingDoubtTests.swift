import Foundation
import Setup
import TestSupport
import Testing

@Suite("Settings that may be wrong")
struct SettingDoubtTests {
    struct Row: NamedCase {
        let name: String
        let settings: [String: String]
        var says: [String] = []
    }

    @Test(
        "Each doubt is a sentence, and no secret stands in it",
        arguments: [
            Row(
                name: "nothing to doubt",
                settings: [
                    "PUBLIC_URL": "https://relay.example.com", "HUBSPOT_ACCESS_TOKEN": "pat-na1-x, pat-eu1-y",
                    "ARTICLES_PATH": "/articles", "AI_URL": "http://127.0.0.1:9",
                ]),
            Row(name: "nothing is set", settings: ["HUBSPOT_ACCESS_TOKEN": "", "ARTICLES_PATH": ""]),
            Row(
                name: "no TLS", settings: ["PUBLIC_URL": "http://127.0.0.1:8080"],
                says: ["PUBLIC_URL is not https, and HubSpot calls no other address."]),
            Row(
                name: "another secret for the token", settings: ["HUBSPOT_ACCESS_TOKEN": "0f1e2d3c"],
                says: ["HUBSPOT_ACCESS_TOKEN does not begin with pat-, as access tokens of an app's Auth tab do."]),
            Row(
                name: "one of two tokens", settings: ["HUBSPOT_ACCESS_TOKEN": "pat-na1-x,0f1e2d3c"],
                says: ["HUBSPOT_ACCESS_TOKEN does not begin with pat-, as access tokens of an app's Auth tab do."]),
            Row(
                name: "no folder", settings: ["ARTICLES_PATH": "/no/such"], says: ["ARTICLES_PATH is no folder on this machine."]),
        ])
    func doubts(_ row: Row) {
        #expect(SettingDoubt.all(row.settings) { $0 == "/articles" } == row.says)
    }

    @Test("A file is no folder") func file() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", [])
        #expect(SettingDoubt.folderIsThere(folder.url.path))
        #expect(!SettingDoubt.folderIsThere(folder.path("file")) && !SettingDoubt.folderIsThere(folder.path("none")))
    }
}
