import RelayCore

/// What a `session.update` asks for.
struct SessionUpdateRequest {
    let sessionID: String
    /// By name; nil clears.
    let customData: [(name: String, value: String?)]

    private static let mostProperties = 100
    /// HubSpot's own limit for a property's text.
    private static let longestValue = 65_536

    /// - Throws: `bad-field`.
    init(_ event: RelayEvent) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            sessionID = try reader.string("sessionId")
            let members = try reader.object("customData")
            guard !members.members.isEmpty else { throw reader.error("customData", "must not be empty") }
            guard members.members.count <= Self.mostProperties else {
                throw reader.error("customData", "must hold at most \(Self.mostProperties) properties")
            }
            var values: [(String, String?)] = []
            for name in members.members.keys.sorted() { values.append((name, try Self.value(name, members))) }
            customData = values
        } catch {
            throw Stop(error)
        }
    }

    private static func value(_ name: String, _ reader: ObjectReader) throws(FieldError) -> String? {
        guard !name.isEmpty, name.utf8.count <= 100 else {
            throw FieldError(path: "data.customData", problem: "must hold names of 1 to 100 bytes")
        }
        switch reader.members[name] {
        case .string(let text):
            guard text.unicodeScalars.count <= longestValue else {
                throw reader.error(name, "must be at most \(longestValue) characters")
            }
            return text.isEmpty ? nil : text
        case .number(let number): return number.literal
        case .bool(let flag): return flag ? "true" : "false"
        case .null, nil: return nil
        default: throw reader.error(name, "must be a string, a number, a boolean or null")
        }
    }
}
