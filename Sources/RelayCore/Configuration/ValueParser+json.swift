extension ValueParser<JSON> {
    /// A JSON object or array: as it stands in the configuration file, or as the text of an environment variable.
    /// - Parameter kind: `object` or `array`, for the error.
    static func json(_ kind: String) -> ValueParser<JSON> {
        ValueParser(type: "JSON \(kind)") { json throws(ValueFault) in
            var value = json
            if let text = json.string {
                guard let parsed = try? JSON.parse(text) else { throw ValueFault("must be a JSON \(kind)") }
                value = parsed
            }
            let isOfKind = kind == "array" ? value.array != nil : value.object != nil
            guard isOfKind else { throw ValueFault("must be a JSON \(kind), not \(value.kind)") }
            return value
        }
    }
}

extension ValueParser<[String: String]> {
    /// A JSON object from text to text.
    static var texts: ValueParser<[String: String]> {
        ValueParser<JSON>.json("object").map { json throws(ValueFault) in
            var texts: [String: String] = [:]
            for (name, value) in (json.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                guard let text = value.string, !text.isEmpty, !name.isEmpty else {
                    throw ValueFault("must have a non-empty text for each name")
                }
                texts[name] = text
            }
            return texts
        }
    }
}

extension ValueParser<String> {
    /// The internal name of a HubSpot property.
    static var propertyName: ValueParser<String> {
        text.map(type: "property name") { text throws(ValueFault) in
            guard PropertyName.isValid(text) else { throw ValueFault(PropertyName.rule) }
            return text
        }
    }
}

/// The internal names of HubSpot's properties.
enum PropertyName {
    static let rule = "must be a property's internal name: a lower-case letter, then lower-case letters, digits and _"

    /// HubSpot documents no rule for CRM properties; every name that it makes keeps to this one.
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 100 else { return false }
        return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}
