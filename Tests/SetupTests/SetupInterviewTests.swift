import RelayCore
import Setup
import Synchronization
import TestSupport
import Testing

@Suite("Filling a settings file in")
struct SetupInterviewTests {
    private static let urlKey = Secret("0123456789abcdefghij")
    private static let consoleKey = Secret("jihgfedcba9876543210")

    struct Case: NamedCase {
        let name: String
        var standing = ""
        var given: [String: String] = [:]
        /// By key, one for each time it is asked; without more, nobody answers.
        var answers: [String: [String]] = [:]
        let settings: [String: String]
        var open: [String] = []
        var asked: [String] = []
    }

    private static let common = ["WEBHOOK_URL_KEY": urlKey.reveal()]
    /// A file in which nothing is open.
    private static let whole = [
        "PUBLIC_URL": "https://old.example.com", "HUBSPOT_ACCESS_TOKEN": "t", "HUBSPOT_CLIENT_SECRET": "s",
        "HUBSPOT_USER_ID": "7", "AI_ENGINE": "articles", "ARTICLES_PATH": "/articles", "WEBHOOK_URL_KEY": "standing-key-0001",
    ]

    private static func text(_ settings: [String: String]) -> String {
        // As a first line, so that the others stand below it as they are.
        let others = settings.filter { $0.key != "PUBLIC_URL" }.sorted { $0.key < $1.key }
        return "# mine\nPUBLIC_URL=https://old.example.com\n" + others.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    static let cases = [
        Case(
            name: "everything is asked for, what hangs on an answer only then",
            answers: [
                "PUBLIC_URL": ["https://relay.example.com"], "HUBSPOT_ACCESS_TOKEN": ["pat-na1-example"],
                "HUBSPOT_CLIENT_SECRET": [""], "HUBSPOT_USER_ID": ["A-52530071"], "AI_ENGINE": ["openai"],
                "AI_URL": ["https://ai.example.com/v1"], "AI_MODEL": ["small"], "AI_API_KEY": [""],
            ],
            settings: [
                "PUBLIC_URL": "https://relay.example.com", "HUBSPOT_ACCESS_TOKEN": "pat-na1-example",
                "HUBSPOT_USER_ID": "A-52530071", "AI_ENGINE": "openai", "AI_URL": "https://ai.example.com/v1",
                "AI_MODEL": "small", "ASSIST_MODE": "true",
            ], open: ["HUBSPOT_CLIENT_SECRET"],
            asked: [
                "PUBLIC_URL", "HUBSPOT_ACCESS_TOKEN", "HUBSPOT_CLIENT_SECRET", "HUBSPOT_USER_ID", "AI_ENGINE", "AI_URL",
                "AI_MODEL",
                "AI_API_KEY",
            ]),
        Case(
            name: "a wrong answer is asked for again; a needed one may not be empty",
            given: ["HUBSPOT_ACCESS_TOKEN": "t", "HUBSPOT_CLIENT_SECRET": "s", "HUBSPOT_USER_ID": "7"],
            answers: [
                "PUBLIC_URL": ["relay.example.com", "", "https://relay.example.com"], "AI_ENGINE": ["magic", "articles"],
                "ARTICLES_PATH": ["/articles"],
            ],
            settings: [
                "PUBLIC_URL": "https://relay.example.com", "HUBSPOT_ACCESS_TOKEN": "t", "HUBSPOT_CLIENT_SECRET": "s",
                "HUBSPOT_USER_ID": "7", "AI_ENGINE": "articles", "ARTICLES_PATH": "/articles", "ASSIST_MODE": "true",
            ], asked: ["PUBLIC_URL", "PUBLIC_URL", "PUBLIC_URL", "AI_ENGINE", "AI_ENGINE", "ARTICLES_PATH"]),
        Case(
            name: "nobody can be asked: what is not given stays open",
            given: [
                "PUBLIC_URL": "https://relay.example.com", "AI_ENGINE": "http",
                "SESSION_URL": "https://s.example.com/{sessionId}",
            ],
            settings: [
                "PUBLIC_URL": "https://relay.example.com", "AI_ENGINE": "http",
                "SESSION_URL": "https://s.example.com/{sessionId}", "ASSIST_MODE": "true",
            ], open: ["HUBSPOT_ACCESS_TOKEN", "HUBSPOT_CLIENT_SECRET", "HUBSPOT_USER_ID", "AI_URL"],
            asked: ["HUBSPOT_ACCESS_TOKEN"]),
        Case(
            name: "who ends the questions is asked nothing more",
            answers: ["PUBLIC_URL": ["https://relay.example.com"], "HUBSPOT_ACCESS_TOKEN": [""], "HUBSPOT_CLIENT_SECRET": [""]],
            settings: ["PUBLIC_URL": "https://relay.example.com", "ASSIST_MODE": "true"],
            open: ["HUBSPOT_ACCESS_TOKEN", "HUBSPOT_CLIENT_SECRET", "HUBSPOT_USER_ID", "AI_ENGINE"],
            asked: ["PUBLIC_URL", "HUBSPOT_ACCESS_TOKEN", "HUBSPOT_CLIENT_SECRET", "HUBSPOT_USER_ID"]),
        Case(
            name: "what stands is kept; an empty line is filled in",
            standing:
                "# mine\nPUBLIC_URL=https://old.example.com\nHUBSPOT_ACCESS_TOKEN=\nHUBSPOT_CLIENT_SECRET=s\nHUBSPOT_USER_ID=7\nAI_ENGINE=http\nAI_URL=https://ai.example.com\nAI_API_KEY=k\nASSIST_MODE=false\nWEBHOOK_URL_KEY=standing-key-0001",
            given: ["PUBLIC_URL": "https://new.example.com"], answers: ["HUBSPOT_ACCESS_TOKEN": ["pat-na1-example"]],
            settings: [
                "PUBLIC_URL": "https://old.example.com", "HUBSPOT_ACCESS_TOKEN": "pat-na1-example", "HUBSPOT_CLIENT_SECRET": "s",
                "HUBSPOT_USER_ID": "7", "AI_ENGINE": "http", "AI_URL": "https://ai.example.com", "AI_API_KEY": "k",
                "ASSIST_MODE": "false", "WEBHOOK_URL_KEY": "standing-key-0001",
            ], asked: ["HUBSPOT_ACCESS_TOKEN"]),
        Case(
            name: "drafts were turned off by taking the line out: they stay off", standing: text(whole), settings: whole),
        Case(
            name: "a new file without drafts, where that is given",
            given: whole.merging(["ASSIST_MODE": "false"]) { $1 },
            settings: whole.merging(["ASSIST_MODE": "false"]) { $1 }),
        Case(
            name: "drafts again in a file that has no line of them, where that is given", standing: text(whole),
            given: ["ASSIST_MODE": "true"], settings: whole.merging(["ASSIST_MODE": "true"]) { $1 }),
        Case(
            name: "drafts stay on", standing: text(whole.merging(["ASSIST_MODE": "true"]) { $1 }),
            settings: whole.merging(["ASSIST_MODE": "true"]) { $1 }),
    ]

    @Test("The file holds what stood, what was given and what was answered", arguments: cases)
    func fills(_ row: Case) throws {
        var draft = try SettingsDraft(row.standing, name: "x.env")
        let asked = Mutex<[String]>([])
        let interview = SetupInterview(given: row.given) { question, problem in
            let before = asked.withLock { asked in
                defer { asked.append(question.key.name) }
                return asked.count { $0 == question.key.name }
            }
            #expect((problem == nil) == (before == 0))
            let answers = row.answers[question.key.name] ?? []
            return before < answers.count ? answers[before] : nil
        }
        let open = try interview.fill(&draft, urlKey: Self.urlKey, consoleKey: Self.consoleKey)
        #expect(open == row.open)
        #expect(asked.withLock { $0 } == row.asked)
        // Where a file stands, its console is left as it was.
        let console = row.standing.isEmpty ? ["CONSOLE_KEY": Self.consoleKey.reveal()] : [:]
        #expect(draft.environment == Self.common.merging(console) { $1 }.merging(row.settings) { $1 })
        #expect(try EnvironmentFile.parse(draft.text, name: "x.env").filter { !$0.value.isEmpty } == draft.environment)
        #expect(row.standing.isEmpty || draft.text.hasPrefix("# mine\nPUBLIC_URL=https://old.example.com\n"))
    }

    @Test("What is given wrongly is refused, all of it at once")
    func refuses() throws {
        var draft = try SettingsDraft("", name: "x.env")
        let given = [
            "CHAT_DELAY": "soon", "AUTOPILOT": "fax", "COLOR": "red", "ASSIST_MOD": "1", "SIGNATURES": "[\n]", "AI_MODEL": "a\rb",
        ]
        let interview = SetupInterview(given: given) { _, _ in nil }
        let faults = #expect(throws: ConfigurationFaults.self) {
            try interview.fill(&draft, urlKey: Self.urlKey, consoleKey: Self.consoleKey)
        }
        #expect(
            faults?.faults.map(\.key) == ["AI_MODEL", "ASSIST_MOD", "AUTOPILOT", "CHAT_DELAY", "COLOR", "SIGNATURES"]
                && faults?.description.contains("ASSIST_MOD is not a configuration key; did you mean ASSIST_MODE?") == true
                && faults?.description.contains("COLOR is not a configuration key") == true
                && faults?.description.contains("SIGNATURES has a line break") == true)
        #expect(draft.text.isEmpty)
    }

    @Test("A new key is long, needs no quotes, and is another each time")
    func keys() {
        let keys = (0..<50).map { _ in RandomKey.make().reveal() }
        #expect(Set(keys).count == 50)
        for key in keys { #expect(key.utf8.count == 43 && EnvironmentFile.line("K", key) == "K=\(key)") }
    }
}
