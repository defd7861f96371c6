/// `session.update`: custom data of a session was edited on our side.
package struct SessionUpdateEvent: EventPayload, Hashable {
    package static let type = "session.update"

    package let sessionID: String
    /// By name; nil clears.
    package let customData: [String: String?]

    /// The most properties of one update.
    package static let propertyLimit = 100
    /// The longest value, in Unicode scalars. HubSpot's own limit for a property's text.
    /// Source: https://knowledge.hubspot.com/properties/property-field-types-in-hubspot
    package static let valueLimit = 65_536

    package init(sessionID: String, customData: [String: String?]) {
        self.sessionID = sessionID
        self.customData = customData
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        try self.init(sessionID: try reader.id("sessionId"), reader)
    }

    /// - Parameter sessionID: Where it stands elsewhere than in the members.
    package init(sessionID: String, _ reader: ObjectReader) throws(FieldError) {
        self.sessionID = sessionID
        let given = try reader.object("customData")
        guard !given.members.isEmpty else { throw reader.error("customData", "must not be empty") }
        guard given.members.count <= Self.propertyLimit else {
            throw reader.error("customData", "must have at most \(Self.propertyLimit) properties")
        }
        var values: [String: String?] = [:]
        for name in given.members.keys.sorted() { values.updateValue(try Self.value(name, given), forKey: name) }
        customData = values
    }

    private static func value(_ name: String, _ reader: ObjectReader) throws(FieldError) -> String? {
        guard !name.isEmpty, name.utf8.count <= 100 else {
            throw FieldError(path: reader.path, problem: "must have names of 1 to 100 bytes")
        }
        switch reader.members[name] {
        case .string(let text):
            guard text.unicodeScalars.count <= valueLimit else {
                throw reader.error(name, "must be at most \(valueLimit) characters")
            }
            return text.isEmpty ? nil : text
        case .number(let number): return number.literal
        case .bool(let flag): return flag ? "true" : "false"
        case .null, nil: return nil
        default: throw reader.error(name, "must be a string, a number, a boolean or null")
        }
    }

    package var subject: String? { sessionID }

    package var data: JSON {
        ["sessionId": .string(sessionID), "customData": .object(JSONObject(customData.mapValues { .optional($0) }))]
    }

    package func factID(orElse unique: String) -> String { "update:\(sessionID):\(unique)" }

    package static var description: EventDescription {
        EventDescription(
            "Set custom data of a session, and the ticket properties that `PROPERTY_MAPPING` assigns to it.",
            id: "chosen by the sender",
            [
                .required("sessionId", "id", "The session."),
                .required(
                    "customData", "object",
                    "1 to \(propertyLimit) values by name: text, number or boolean. Null or empty text clears a value."),
            ])
    }
}
