import RelayCore

/// A HubSpot owner: what tickets are assigned to. Its id is not the user's id.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-owners-v3/guide
package struct Owner: Sendable, Hashable {
    package let id: String
    package let userID: String?
    package let email: String?
    package let firstName: String?
    package let lastName: String?
    /// `PERSON`, `QUEUE`, or a value that HubSpot adds later.
    package let type: String

    init(json: JSON) throws(FieldError) {
        id = try ObjectReader(json, path: "owner").id("id")
        userID = json["userId"]?.id
        email = json["email"]?.string
        firstName = json["firstName"]?.string
        lastName = json["lastName"]?.string
        type = json["type"]?.string ?? "PERSON"
    }

    /// As people know the owner.
    package var name: String? {
        let name = [firstName, lastName].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? email : name
    }
}
