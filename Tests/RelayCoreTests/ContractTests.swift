import RelayCore
import TestSupport
import Testing

@Suite("The contract")
struct ContractTests {
    struct Case: NamedCase {
        let name: String
        let change: [String: JSON?]
        let path: String
    }

    static let cases = [
        Case(name: "no specversion", change: ["specversion": nil], path: "specversion"),
        Case(name: "another specversion", change: ["specversion": "0.3"], path: "specversion"),
        Case(name: "no id", change: ["id": nil], path: "id"),
        Case(name: "empty id", change: ["id": ""], path: "id"),
        Case(name: "id of the wrong type", change: ["id": 5], path: "id"),
        Case(name: "no source", change: ["source": nil], path: "source"),
        Case(name: "no type", change: ["type": nil], path: "type"),
        Case(name: "time that is none", change: ["time": "noon"], path: "time"),
        Case(name: "negative attempt", change: ["attempt": -1], path: "attempt"),
        Case(name: "notbefore that is none", change: ["notbefore": "later"], path: "notbefore"),
        Case(name: "attribute in capitals", change: ["TraceID": "x"], path: "TraceID"),
        Case(name: "attribute that is an object", change: ["extra": [:]], path: "extra"),
    ]

    @Test("A wrong field is named", arguments: cases)
    func fields(_ test: Case) {
        var members: JSONObject = ["specversion": "1.0", "id": "1", "source": "/s", "type": "t", "data": [:]]
        for (name, value) in test.change { members[name] = value }
        let json = JSON.object(members)
        let error = #expect(throws: FieldError.self) { try RelayEvent(json: json) }
        #expect(error?.path == test.path)
    }

    @Test("Numbers keep their digits, keys are sorted, and a line is one line")
    func canonical() throws {
        let text = #"{"b":12345678901234567890.10,"a":"x\n/ü","c":1e400}"#
        #expect(try JSON.parse(text).canonical == #"{"a":"x\n/ü","b":12345678901234567890.10,"c":1e400}"#)
    }

    @Test("Deep nesting is an error, not a crash")
    func depth() {
        let deep = String(repeating: "[", count: 1 << 20)
        #expect(throws: (any Error).self) { try JSON.parse(deep) }
    }

    @Test("A result survives its line")
    func result() throws {
        let event = RelayEvent(id: "1", source: "/s", type: "t", data: ["n": 1], organization: "o", attempt: 2)
        let result = FunctionResult(
            status: .retry, code: .rateLimited, message: "later", data: ["x": []], events: [event],
            response: HTTPReply(statusCode: 200, body: "ok"), retryAfterSeconds: 3)
        #expect(try FunctionResult(json: JSON.parse(result.line)) == result)
        #expect(!result.line.contains("\n"))
    }

    @Test("Every reason code has a meaning, and no two have the same")
    func codes() {
        #expect(Set(ReasonCode.allCases.map(\.meaning)).count == ReasonCode.allCases.count)
    }

    @Test("All faults of a configuration come together, and no secret shows")
    func configuration() throws {
        let keys = FunctionDescription(
            name: "test", summary: "", takes: [], emits: [],
            configuration: [
                .required(ConfigurationKeys.accessToken), .optional(ConfigurationKeys.userID),
                .optional(ConfigurationKeys.storeURL),
            ]
        ).configuration
        let faults = #expect(throws: ConfigurationFaults.self) {
            try Configuration.load(
                keys, environment: ["HUBSPOT_USER_ID": "somebody", "STORE_URL": "redis:x"], readFile: { _ in [] })
        }
        #expect(Set(faults?.faults.map(\.key) ?? []) == ["HUBSPOT_ACCESS_TOKEN", "HUBSPOT_USER_ID", "STORE_URL"])
        let configuration = try Configuration.load(
            keys, environment: ["HUBSPOT_ACCESS_TOKEN": "pat-one,pat-two", "HUBSPOT_USER_ID": "A-71"], readFile: { _ in [] })
        let organization = try #require(configuration.organization(named: nil))
        #expect(organization[ConfigurationKeys.userID] == "71")
        #expect(organization[ConfigurationKeys.accessToken].map { $0.reveal() } == ["pat-one", "pat-two"])
        #expect(!"\(organization[ConfigurationKeys.accessToken])".contains("pat"))
    }
}
