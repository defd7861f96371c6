import RelayCore

/// Contacts, and the companies and deals that belong to them.
extension HubSpotClient {
    private static let contactProperties = ["email", "firstname", "lastname"]
    private static let companyProperties = ["name", "domain"]
    private static let dealProperties = [
        "dealname", "amount", "deal_currency_code", "dealstage", "pipeline", "closedate", "hs_is_closed",
    ]

    /// nil when HubSpot has no such contact: a visitor's id is none.
    package func contact(id: String) async throws(HubSpotError) -> CRMObject? { try await contact(id, []) }

    /// Reads by the unique property, which knows new contacts at once; a search does not.
    package func contact(email: String) async throws(HubSpotError) -> CRMObject? {
        try await contact(email, [("idProperty", "email")])
    }

    private func contact(_ id: String, _ query: [(String, String)]) async throws(HubSpotError) -> CRMObject? {
        let properties = ("properties", Self.contactProperties.joined(separator: ","))
        return try await foundObject(
            "read the contact", Request(path: paths.object(.contacts, id), query: query + [properties]))
    }

    /// The one contact whose telephone or mobile number is this; nil when there is none, and when several share the number:
    /// then it does not tell who is calling. Found as it is written here, or as `+` and digits, which is how HubSpot writes
    /// numbers that it has understood. The search learns of new contacts a moment late.
    package func contact(phone: String) async throws(HubSpotError) -> CRMObject? {
        let digits = "+" + phone.filter { $0.isASCII && $0.isNumber }
        let spellings = phone.hasPrefix("+") && digits != phone ? [phone, digits] : [phone]
        let groups: [JSON] = spellings.flatMap { spelling in
            ["phone", "mobilephone"].map { property in
                ["filters": [["propertyName": .string(property), "operator": "EQ", "value": .string(spelling)]]]
            }
        }
        let found = try await search(
            "search the contact by telephone number", .contacts,
            [
                "filterGroups": .array(groups), "properties": .array((Self.contactProperties + ["phone"]).map(JSON.string)),
                "limit": 2,
            ])
        return found.count == 1 ? found[0] : nil
    }

    /// Creates a contact. When one with the address stands already, HubSpot's refusal names it, and that one is given.
    package func createContact(properties: [String: String]) async throws(HubSpotError) -> (id: String, existed: Bool) {
        do throws(HubSpotError) {
            return (try await create("create the contact", .contacts, properties, []), false)
        } catch {
            if let id = error.existingID { return (id, true) }
            throw error
        }
    }

    /// With name and domain.
    package func companies(contactID: String) async throws(HubSpotError) -> [CRMObject] {
        try await associated(
            "read the contact's companies", from: .contacts, contactID, to: .companies, properties: Self.companyProperties)
    }

    /// With name, amount, currency, stage, pipeline, closing date and whether it is closed.
    package func deals(contactID: String) async throws(HubSpotError) -> [CRMObject] {
        try await associated("read the contact's deals", from: .contacts, contactID, to: .deals, properties: Self.dealProperties)
    }
}
