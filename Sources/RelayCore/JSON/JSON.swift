/// A JSON value (RFC 8259) that keeps every number in the digits it came with.
///
/// Ids of HubSpot are larger than what a `Double` holds exactly, and an event that passes through must leave as it
/// came; so a number is its literal, not a binary value.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// The literal of a JSON number, as it stood in the input.
package struct JSONNumber: Sendable, Hashable {
    package let literal: String

    /// Trusts the caller: `literal` must follow RFC 8259's number grammar.
    init(uncheckedLiteral literal: String) { self.literal = literal }

    package init(_ value: Int) { literal = String(value) }

    /// The value when the literal is a plain integer that fits, else nil (`1.0` and `1e3` are not plain integers).
    package var int: Int? { Int(literal) }

    package var double: Double? { Double(literal) }
}

extension JSON {
    package subscript(_ key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var int: Int? { if case .number(let value) = self { value.int } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// An identifier that HubSpot sends sometimes as a number and sometimes as a string; always a string on our side.
    ///
    /// nil for anything else, for an empty string and for a number that is not a plain integer.
    package var id: String? {
        switch self {
        case .string(let value) where !value.isEmpty: value
        case .number(let number) where number.literal.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }: number.literal
        default: nil
        }
    }

    /// What kind of value this is, for error messages.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// `.string`, or `.null` where there is nothing.
    package static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

    /// `.number`, or `.null` where there is nothing.
    package static func optional(_ value: Int?) -> JSON { value.map { .number(JSONNumber($0)) } ?? .null }
}

// MARK: - Canonical form

extension JSON {
    /// The value in canonical form, on one line: keys sorted by their UTF-8 bytes, no white space, `/` unescaped, only what
    /// JSON demands escaped, numbers in the digits they came with. Equal values give equal bytes.
    package var canonical: String { written { String(decoding: $0, as: UTF8.self) } }

    /// ``canonical`` as UTF-8.
    package var canonicalBytes: [UInt8] { written { Array($0) } }

    private func written<Result>(_ read: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var writer = JSONWriter()
        writer.write(self)
        return writer.withBytes(read)
    }
}

// MARK: - Literals

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }

    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member($0, $1) }))
    }
}

extension JSON {
    /// Whether objects and arrays stand in one another in more levels than this.
    package func isDeeper(than limit: Int) -> Bool {
        switch self {
        case .object(let object): limit <= 0 || object.members.contains { $0.value.isDeeper(than: limit - 1) }
        case .array(let elements): limit <= 0 || elements.contains { $0.isDeeper(than: limit - 1) }
        default: false
        }
    }
}
