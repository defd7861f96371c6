import TestSupport
import Testing

@testable import RelayCore

@Suite("PROPERTY_MAPPING")
struct PropertyMappingTests {
    struct Reading: NamedCase {
        let name: String
        let text: String
        /// nil where it is taken.
        let fault: String?
    }

    static let readings = [
        Reading(name: "two names", text: #"{"plan":"customer_plan","Account Manager":"manager2"}"#, fault: nil),
        Reading(name: "none", text: "{}", fault: nil),
        Reading(name: "no JSON", text: "plan=customer_plan", fault: "must be a JSON object"),
        Reading(name: "an array", text: "[]", fault: "must be a JSON object, not an array"),
        Reading(
            name: "a number as property", text: #"{"plan":1}"#, fault: "must have a non-empty text for each name"),
        Reading(name: "a label as property", text: #"{"plan":"Customer plan"}"#, fault: "is invalid: plan \(PropertyName.rule)"),
        Reading(
            name: "one property for two names", text: #"{"a":"plan","b":"plan"}"#,
            fault: "is invalid: two names share the property plan"),
    ]

    @Test("The mapping is read, or its fault is named", arguments: readings)
    func read(_ test: Reading) throws {
        do {
            let configuration = try Configuration.load(
                ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) },
                environment: ["PROPERTY_MAPPING": test.text],
                readFile: { _ in [] })
            #expect(configuration.organization(named: nil) != nil)
            #expect(test.fault == nil)
        } catch {
            #expect(error.faults.map(\.problem) == [test.fault])
        }
    }

    @Test("Custom data that is mapped goes to its property, cleared data as an empty text")
    func properties() throws {
        let mapping = try PropertyMapping(["plan": "customer_plan", "seats": "seat_count", "manager": "manager"])
        let written = mapping.ticketProperties(for: [("plan", "gold"), ("seats", nil), ("shoe size", "42")])
        #expect(written == ["customer_plan": "gold", "seat_count": ""])
        #expect(mapping.ticketProperty(of: "plan") == "customer_plan")
        #expect(mapping.ticketProperty(of: "shoe size") == nil)
        #expect(mapping.name(of: "seat_count") == "seats")
        #expect(mapping.name(of: "plan") == nil)
    }
}
