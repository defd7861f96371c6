import Foundation
import TestSupport
import Testing

@testable import RelayCore
@testable import Setup

@Suite("The file that RELAY_CONFIG names")
struct RelayConfigTests {
    private static func document(_ name: String) throws -> JSON {
        try JSON.parse(Array(Data(contentsOf: Executable.root.appendingPathComponent("docs/\(name)"))))
    }

    private static let keys = ConfigurationKeys.all.filter { $0.scope == .organization }

    @Test("docs/relay-config.schema.json is made of the table of keys")
    func schema() throws {
        let documented = try Self.document("relay-config.schema.json")
        #expect(documented == RelayConfigSchema.json, "it should be:\n\(RelayConfigSchema.json.indented())")
    }

    @Test("docs/relay-config.sample.json is read without a fault, and keeps to the schema")
    func sample() throws {
        let sample = try Self.document("relay-config.sample.json")
        let environment = [
            "RELAY_CONFIG": "sample.json", "AI_API_KEY": "k", "SHOP_TOKEN": "pat-na1-example", "SHOP_SECRET": "example-secret",
        ]
        let configuration = try Configuration.load(
            Self.keys.map { KeyUse(definition: $0, isRequired: false) }, environment: environment,
            readFile: { path in path == "sample.json" ? sample.canonicalBytes : Array("from-a-file".utf8) })
        let shop = try #require(configuration.organization(named: "shop"))
        let studio = try #require(configuration.organization(named: "studio"))
        #expect(shop[ConfigurationKeys.assistMode] && !studio[ConfigurationKeys.assistMode])
        #expect(studio[ConfigurationKeys.accessToken] == [Secret("from-a-file")])
        let organizations = try #require(sample["organizations"]?.object?.values)
        for members in organizations.map({ $0 }) + [try #require(sample["defaults"])] {
            for (name, value) in try #require(members.object) {
                #expect(Self.schemaTakes(value, name), "\(name)")
            }
        }
    }

    private static let half = JSON.number(JSONNumber(uncheckedLiteral: "1.5"))

    /// What each type of key is read from, by JSON type. A type that is not here has a key that no value below fits.
    private static let examples: [String: [String: JSON]] = [
        "text": ["string": "x"], "URL": ["string": "https://ai.example.com"], "property name": ["string": "plan"],
        "secret": ["string": "x"], "id": ["string": "7", "integer": 7], "whole number": ["string": "7", "integer": 7],
        "seconds": ["string": "1.5", "number": half], "true or false": ["string": "true", "boolean": true],
        "list": ["string": "chat", "array": ["chat"]],
        "one or two secrets": ["string": "sixteen-letters-1", "array": ["sixteen-letters-1"]],
        "user id, with or without A-": ["string": "A-7", "integer": 7],
        "user id, A-…, owner:… or e-mail": ["string": "owner:7", "integer": 7],
        "JSON object": ["string": #"{"plan":"customer_plan"}"#, "object": ["plan": "customer_plan"]],
        "JSON array": ["string": "[]", "array": []],
        "text, or JSON object by language": ["string": "x", "object": ["en": "x"]],
        "text, or JSON object by language, or off": ["string": "off", "object": ["en": "x"]],
        "off, text, or JSON object by channel or language": ["string": "off", "object": ["en": "x"]],
        "seconds, or JSON object by channel": ["string": "3", "number": 3, "object": ["chat": 3]],
        "off, or JSON object by channel": ["string": "off", "object": ["chat": 3600]],
    ]
    /// Values of types that a key does not have.
    private static let probes: [String: JSON] = [
        "string": "no value of any type", "integer": 7, "number": half, "boolean": true, "array": [[]], "object": ["\u{1}": []],
    ]

    @Test("The schema and the code take the same types, key by key", arguments: keys.map(\.name))
    func types(_ name: String) throws {
        let key = try #require(Self.keys.first { $0.name == name })
        let examples = Self.examples[key.type] ?? ["string": .string(key.type.components(separatedBy: " or ")[0])]
        for (type, value) in examples {
            #expect(throws: Never.self, "\(type)") { try key.parse(value) }
            #expect(Self.schemaTakes(value, name), "\(type)")
        }
        for (type, value) in Self.probes where examples[type] == nil && !(type == "integer" && examples["number"] != nil) {
            #expect(throws: ValueFault.self, "\(type)") { try key.parse(value) }
            #expect(!Self.schemaTakes(value, name), "\(type)")
        }
    }

    /// Of JSON Schema, what ours uses.
    private static func schemaTakes(_ value: JSON, _ name: String) -> Bool {
        let schema = RelayConfigSchema.json["$defs"]?["keys"]?["properties"]?[name]?["anyOf"]?.array ?? []
        return schema.contains { part in
            if part["$ref"]?.string == "#/$defs/reference" {
                guard case .object(let members) = value, members.count == 1 else { return false }
                return value["env"]?.string != nil || value["file"]?.string != nil
            }
            if let choices = part["enum"]?.array { return choices.contains(value) }
            return (part["type"]?.array ?? []).contains { takes($0.string ?? "", value) }
        }
    }

    private static func takes(_ type: String, _ value: JSON) -> Bool {
        switch value {
        case .string: type == "string"
        case .bool: type == "boolean"
        case .number(let number): type == "number" || (type == "integer" && number.int != nil)
        case .array: type == "array"
        case .object: type == "object"
        case .null: false
        }
    }
}
