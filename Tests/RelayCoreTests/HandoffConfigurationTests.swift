import TestSupport
import Testing

@testable import RelayCore

@Suite("Configuration of handoffs")
struct HandoffConfigurationTests {
    private static func load(_ key: String, _ text: String) throws(ConfigurationFaults) -> OrganizationConfiguration? {
        try Configuration.load(
            ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) }, environment: [key: text],
            readFile: { _ in [] }
        ).organization(named: nil)
    }

    struct Person: NamedCase {
        let name: String
        let assignee: Assignee?
    }

    static let people = [
        Person(name: "52530099", assignee: .user("52530099")), Person(name: "A-52530099", assignee: .user("52530099")),
        Person(name: "owner:714", assignee: .owner("714")),
        Person(name: "rep@shop.example", assignee: .email("rep@shop.example")), Person(name: "V-1", assignee: nil),
        Person(name: "owner:rep", assignee: nil), Person(name: "Riley <rep@shop.example>", assignee: nil),
        Person(name: "rep", assignee: nil), Person(name: "A-", assignee: nil),
    ]

    @Test("HANDOFF_USER_ID is read, or its fault is named", arguments: people)
    func person(_ test: Person) throws {
        guard let assignee = test.assignee else {
            let faults = #expect(throws: ConfigurationFaults.self) { try Self.load("HANDOFF_USER_ID", test.name) }
            #expect(faults?.description == "HANDOFF_USER_ID must be \(Assignee.forms)")
            return
        }
        #expect(try Self.load("HANDOFF_USER_ID", test.name)?[ConfigurationKeys.handoffUser] == assignee)
    }

    struct Routes: NamedCase {
        let name: String
        let text: String
        let fault: String
    }

    static let badRoutes = [
        Routes(name: "no array", text: "{}", fault: "must be a JSON array, not an object"),
        Routes(name: "no person", text: #"[{"channel":"chat"}]"#, fault: "is invalid: [0].to is missing"),
        Routes(name: "a wrong person", text: #"[{"to":"x"}]"#, fault: "is invalid: [0].to must be \(Assignee.forms)"),
        Routes(
            name: "a wrong channel", text: #"[{"to":"1"},{"channel":"fax","to":"1"}]"#,
            fault: "is invalid: [1].channel must be one of \(ChannelKind.names)"),
        Routes(
            name: "a slip of the pen", text: #"[{"chanel":"chat","to":"1"}]"#,
            fault: "is invalid: [0].chanel is not a field of a route"
        ),
        Routes(
            name: "custom data that is no text", text: #"[{"customData":{"seats":3},"to":"1"}]"#,
            fault: "is invalid: [0].customData.seats must be a string, not a number"),
    ]

    @Test("A bad route is named by its place", arguments: badRoutes)
    func badRoute(_ test: Routes) {
        let faults = #expect(throws: ConfigurationFaults.self) { try Self.load("HANDOFF_ROUTES", test.text) }
        #expect(faults?.faults.map(\.problem) == [test.fault])
    }

    struct Fit: NamedCase {
        let name: String
        let route: HandoffRoute
        let fits: Bool
    }

    private static let to = Assignee.user("1")
    static let fits = [
        Fit(name: "asks for nothing", route: HandoffRoute(to: to), fits: true),
        Fit(name: "the channel", route: HandoffRoute(channel: .email, to: to), fits: true),
        Fit(name: "another channel", route: HandoffRoute(channel: .chat, to: to), fits: false),
        Fit(name: "the language", route: HandoffRoute(language: "NL", to: to), fits: true),
        Fit(name: "language and region", route: HandoffRoute(language: "nl-be", to: to), fits: true),
        Fit(name: "another region", route: HandoffRoute(language: "nl-NL", to: to), fits: false),
        Fit(name: "the start of a word", route: HandoffRoute(language: "n", to: to), fits: false),
        Fit(name: "the sentiment", route: HandoffRoute(sentiment: "Angry", to: to), fits: true),
        Fit(name: "another sentiment", route: HandoffRoute(sentiment: "calm", to: to), fits: false),
        Fit(name: "custom data", route: HandoffRoute(customData: ["plan": "gold"], to: to), fits: true),
        Fit(name: "other custom data", route: HandoffRoute(customData: ["plan": "gold", "seats": "3"], to: to), fits: false),
        Fit(
            name: "one of two", route: HandoffRoute(channel: .email, language: "de", to: to), fits: false),
    ]

    @Test("A route fits where everything fits that it asks for", arguments: fits)
    func fit(_ test: Fit) {
        let facts = HandoffRoute.Facts(
            channel: .email, language: "nl-BE", sentiment: "angry", customData: ["plan": "gold", "seats": "4"])
        #expect(test.route.fits(facts) == test.fits)
    }

    struct Wait: NamedCase {
        let name: String
        let text: String?
        /// Chat, e-mail, SMS.
        var seconds: [Double]?
        var fault: String?
    }

    static let waits = [
        Wait(name: "unless configured", text: nil, seconds: [3, 3, 0]),
        Wait(name: "a number", text: "1.5", seconds: [1.5, 1.5, 1.5]),
        Wait(name: "by channel", text: #"{"chat":2,"sms":9}"#, seconds: [2, 0, 9]),
        Wait(name: "too long", text: "900", fault: "must be from 0 to 300 seconds, or a JSON object of seconds by channel"),
        Wait(
            name: "an unknown channel", text: #"{"fax":1}"#,
            fault: "names an unknown channel; the channels are \(ChannelKind.names)"),
        Wait(name: "too long for a channel", text: #"{"chat":900}"#, fault: "is invalid: chat must be from 0.0 to 300.0 seconds"),
    ]

    @Test("TICKET_WAIT is read for each channel, or its fault is named", arguments: waits)
    func wait(_ test: Wait) {
        do throws(ConfigurationFaults) {
            let wait = try Self.load("TICKET_WAIT", test.text ?? "")?[ConfigurationKeys.ticketWait]
            #expect([ChannelKind.chat, .email, .sms].map { wait?.seconds(for: $0) } == test.seconds)
        } catch {
            #expect(error.faults.map(\.problem) == [test.fault])
        }
    }

    struct Line: NamedCase {
        let name: String
        var key = "HANDOFF_LINE"
        let text: String
        /// In `de`, `pt-BR` and for whoever is left.
        var says: [String?] = []
        var isOff = false
        var fault: String?
    }

    static let lines = [
        Line(name: "nothing is configured", text: "", says: [nil, nil, nil]),
        Line(name: "one text for all", text: "One moment.", says: ["One moment.", "One moment.", "One moment."]),
        Line(
            name: "by language, the rest in English", text: #"{"DE":"Moment.","en":"One moment."}"#,
            says: ["Moment.", nil, "One moment."]),
        Line(name: "by language and region", text: #"{"pt":"Um","pt-br":"Um momento"}"#, says: [nil, "Um momento", "Um"]),
        Line(name: "a language for its regions", text: #"{"pt":"Um momento"}"#, says: [nil, "Um momento", "Um momento"]),
        Line(name: "off", text: "off", says: [nil, nil, nil], isOff: true),
        Line(
            name: "a customer without an answer is told", key: "AI_FALLBACK_LINE", text: "off",
            fault: "must not be off: the customer would get no word"),
        Line(name: "no language", text: "{}", fault: "must name at least one language"),
        Line(name: "no tag", text: #"{"English":"One moment."}"#, fault: "must have language tags as names, as en or pt-BR"),
        Line(name: "nothing to say", text: #"{"en":" "}"#, fault: "must have a non-empty text for each name"),
        Line(name: "no JSON", text: #"{"en":"One moment.""#, fault: "must be a JSON object"),
    ]

    @Test("HANDOFF_LINE and AI_FALLBACK_LINE are read by language, or their fault is named", arguments: lines)
    func line(_ test: Line) {
        do throws(ConfigurationFaults) {
            let key = test.key == "HANDOFF_LINE" ? ConfigurationKeys.handoffLine : ConfigurationKeys.aiFallbackLine
            let line = try Self.load(test.key, test.text)?[key]
            #expect([line?.text(in: "de"), line?.text(in: "pt-BR"), line?.textInAnyLanguage] == test.says)
            #expect(line?.isOff == test.isOff && test.fault == nil)
        } catch {
            #expect(error.faults.map(\.problem) == [test.fault])
        }
    }
}
