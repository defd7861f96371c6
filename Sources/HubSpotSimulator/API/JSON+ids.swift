import RelayCore

/// HubSpot writes an id sometimes as a number and sometimes as text; both can be played.
extension JSON {
    /// With every id that is a number as text.
    var idsAsText: JSON {
        mapped { name, value in
            guard Self.isID(name), case .number(let number) = value else { return value }
            return .string(number.literal)
        }
    }

    /// With every id of digits as a number.
    var idsAsNumbers: JSON {
        mapped { name, value in
            guard Self.isID(name), let text = value.string, let number = Int(text), String(number) == text else { return value }
            return .number(JSONNumber(number))
        }
    }

    private static func isID(_ name: String) -> Bool { name == "id" || name.hasSuffix("Id") }

    private func mapped(_ change: (String, JSON) -> JSON) -> JSON {
        switch self {
        case .object(let members):
            .object(JSONObject(members.map { ($0, change($0, $1.mapped(change))) }))
        case .array(let elements): .array(elements.map { $0.mapped(change) })
        default: self
        }
    }
}
