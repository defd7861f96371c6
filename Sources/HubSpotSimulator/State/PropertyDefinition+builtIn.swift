/// The properties that every portal has, as far as the simulator goes.
extension PropertyDefinition {
    static func builtIn(_ type: ObjectType) -> [PropertyDefinition] {
        plain(type).map { builtIn($0, of: type) } + choices(type).map { builtIn($0.name, of: type, options: $0.options) }
            + [
                type.createdProperty, type.modifiedProperty, "hs_object_id", "hs_object_source", "hs_object_source_id",
                "hs_created_by_user_id",
            ].map { builtIn($0, of: type, isReadOnly: true) }
    }

    private static func plain(_ type: ObjectType) -> [String] {
        switch type {
        case .contact:
            [
                "email", "firstname", "lastname", "phone", "mobilephone", "company", "hs_additional_emails", "hubspot_owner_id",
                "lifecyclestage", "hs_language",
            ]
        case .ticket:
            [
                "subject", "content", "hs_pipeline", "hs_pipeline_stage", "hubspot_owner_id", "hs_resolution", "source_type",
                "hs_conversations_originating_thread_id", "hs_last_message_received_at", "hs_last_message_sent_at",
                "hs_last_message_from_visitor",
            ]
        case .company: ["name", "domain", "phone", "city", "country", "industry", "hubspot_owner_id"]
        case .deal: ["dealname", "amount", "pipeline", "dealstage", "closedate", "hubspot_owner_id"]
        case .note: ["hs_note_body", "hs_timestamp", "hubspot_owner_id", "hs_attachment_ids"]
        }
    }

    private static func choices(_ type: ObjectType) -> [(name: String, options: [String])] {
        guard type == .ticket else { return [] }
        return [
            ("hs_ticket_priority", ["LOW", "MEDIUM", "HIGH", "URGENT"]),
            ("hs_ticket_category", ["PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST", "GENERAL_INQUIRY"]),
        ]
    }

    private static func builtIn(
        _ name: String, of type: ObjectType, options: [String] = [], isReadOnly: Bool = false
    ) -> PropertyDefinition {
        var definition = PropertyDefinition(
            name: name, label: label(name), type: options.isEmpty ? "string" : "enumeration",
            fieldType: options.isEmpty ? "text" : "select", groupName: type.standardGroup,
            options: options.map { Option(value: $0, label: label($0.lowercased())) })
        definition.isReadOnly = isReadOnly
        definition.isHubSpotDefined = true
        return definition
    }

    /// `hs_ticket_priority` → `Ticket priority`
    private static func label(_ name: String) -> String {
        let words = name.split(separator: "_").filter { $0 != "hs" && $0 != "hubspot" }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
