import FoundationEssentials
import RelayCore

/// An object of HubSpot's CRM, with the properties that were asked for.
package struct CRMObject: Sendable, Hashable {
    package let id: String
    /// Without those that have no value.
    package let properties: [String: String]
    package let createdAt: Date?
    /// Ids of associated objects by the plural name of their kind (`tickets`), where the call asked for them.
    let associated: [String: [String]]

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
        createdAt = (json["createdAt"]?.string).flatMap(Timestamp.parse)
        associated = (json["associations"]?.object ?? [:]).mapValues { list in
            // The same object is listed once for each type of the association.
            (list["results"]?.array ?? []).compactMap { $0["id"]?.id }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
    }
}
