import RelayCore

/// An object of HubSpot's CRM, with the properties that were asked for.
package struct CRMObject: Sendable, Hashable {
    package let id: String
    /// Without those that have no value.
    package let properties: [String: String]

    init(json: JSON) throws(FieldError) {
        id = try ObjectReader(json, path: "object").id("id")
        properties = (json["properties"]?.object ?? [:]).compactMapValues { value in
            switch value {
            case .string(let text): text
            case .number(let number): number.literal
            case .bool(let flag): flag ? "true" : "false"
            default: nil
            }
        }
    }
}

/// A HubSpot owner: what tickets are assigned to. Its id is not the user's id.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-owners-v3/guide
package struct Owner: Sendable, Hashable {
    package let id: String
    package let userID: String?
    package let email: String?
    package let firstName: String?
    package let lastName: String?

    init(json: JSON) throws(FieldError) {
        id = try ObjectReader(json, path: "owner").id("id")
        userID = json["userId"]?.id
        email = json["email"]?.string
        firstName = json["firstName"]?.string
        lastName = json["lastName"]?.string
    }

    /// As people know the owner.
    package var name: String? {
        let name = [firstName, lastName].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? email : name
    }
}

/// A ticket pipeline with its stages.
package struct Pipeline: Sendable, Hashable {
    package struct Stage: Sendable, Hashable {
        package let id: String
        package let label: String
        /// Whether tickets in the stage are closed; HubSpot tells it in words.
        package let isClosed: Bool
    }

    package let id: String
    package let label: String
    package let stages: [Stage]

    init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "pipeline")
        id = try reader.id("id")
        label = json["label"]?.string ?? id
        var stages: [Stage] = []
        for stage in try reader.optionalObjects("stages") ?? [] {
            let stageID = try stage.id("id")
            let metadata = stage.value("metadata")
            let isClosed = metadata?["isClosed"]?.string == "true" || metadata?["ticketState"]?.string == "CLOSED"
            stages.append(Stage(id: stageID, label: try stage.optionalString("label") ?? stageID, isClosed: isClosed))
        }
        self.stages = stages
    }
}

/// The definition of a ticket property.
package struct TicketProperty: Sendable, Hashable {
    package struct Option: Sendable, Hashable {
        package let value: String
        package let label: String
    }

    package let name: String
    package let label: String
    package let type: String
    package let options: [Option]

    init(json: JSON) throws(FieldError) {
        name = try ObjectReader(json, path: "property").string("name")
        label = json["label"]?.string ?? name
        type = json["type"]?.string ?? "string"
        options = (json["options"]?.array ?? []).compactMap { option in
            guard let value = option["value"]?.string else { return nil }
            return Option(value: value, label: option["label"]?.string ?? value)
        }
    }
}

/// What HubSpot says of an access token.
package struct TokenInfo: Sendable, Hashable {
    package let portalID: String
    package let appID: String
    package let scopes: [String]

    init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "token")
        portalID = try reader.id("hubId")
        appID = try reader.id("appId")
        scopes = (json["scopes"]?.array ?? []).compactMap(\.string)
    }
}
