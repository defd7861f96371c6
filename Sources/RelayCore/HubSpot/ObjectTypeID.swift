/// HubSpot's ids of object types, which generic `object.*` events carry.
///
/// Source: https://developers.hubspot.com/docs/guides/crm/understanding-the-crm
package enum ObjectTypeID {
    package static let contact = "0-1"
    package static let ticket = "0-5"
    package static let note = "0-46"

    /// Of what kind of object a generic event is: an association's is that of the object it goes out from. nil where the
    /// event does not say.
    package static func of(_ data: JSON) -> String? {
        if let id = data["objectTypeId"]?.id ?? data["fromObjectTypeId"]?.id { return id }
        return data["objectType"]?.string?.lowercased() == "ticket" ? ticket : nil
    }
}
