import RelayCore

/// The checks on property values that HubSpot makes before it writes any of them.
extension SimulatedPortal {
    /// HubSpot's limit for text properties, in characters.
    /// Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
    private static let valueLimit = 65_536

    /// - Parameter object: The object that is changed; nil for a new one.
    func validate(_ type: ObjectType, _ values: [String: String], on object: SimulatedObject?) throws(PortalError) {
        let faults = values.sorted { $0.key < $1.key }.compactMap { name, value in
            fault(type, name, value, values, object).map { (name, $0) }
        }
        if !faults.isEmpty {
            let list = faults.map { name, fault in
                JSON.object([
                    "isValid": false, "name": .string(name), "error": .string(fault.error), "message": .string(fault.message),
                ])
            }
            throw .invalid(
                "Property values were not valid: \(JSON.array(list).canonical)",
                faults.map { name, fault in
                    .init(message: fault.message, code: fault.error, context: ["propertyName": [name]])
                })
        }
        for (name, value) in values where !value.isEmpty {
            let isUnique = definition(type, name)?.hasUniqueValue == true || type == .contact && name == "email"
            guard isUnique, let other = holder(type, name, value, besides: object?.id) else { continue }
            throw .valueTaken(
                portalID: settings.portalID, property: name, value: value, on: object?.id ?? "a new object", by: other)
        }
    }

    private func holder(_ type: ObjectType, _ name: String, _ value: String, besides id: String?) -> String? {
        sorted(type).first { other in
            other.id != id && !other.isArchived
                && (name == "email" ? other.emails.contains(value.lowercased()) : other.properties[name] == value)
        }?.id
    }

    private func fault(
        _ type: ObjectType, _ name: String, _ value: String, _ values: [String: String], _ object: SimulatedObject?
    ) -> (error: String, message: String)? {
        guard let definition = definition(type, name) else {
            return ("PROPERTY_DOESNT_EXIST", "Property \"\(name)\" does not exist")
        }
        if definition.isReadOnly { return ("READ_ONLY_VALUE", "\"\(name)\" is a read only property; its value cannot be set.") }
        if value.isEmpty { return nil }
        if value.count > Self.valueLimit { return ("INVALID_STRING", "the value of \(name) is too long") }
        if definition.type == "enumeration", !definition.options.contains(where: { $0.value == value }) {
            return ("INVALID_OPTION", "the value is not one of the allowed options of \(name)")
        }
        if definition.type == "number", Double(value) == nil { return ("INVALID_NUMBER", "the value of \(name) is no number") }
        let pipelineID = values["hs_pipeline"] ?? object?.properties["hs_pipeline"]
        let pipeline = settings.pipelines.first { $0.id == pipelineID }
        switch name {
        case "email" where !value.contains("@"): return ("INVALID_EMAIL", "Email address is invalid")
        // A user's id is refused, although the number is known.
        case "hubspot_owner_id" where !settings.ownerIDs.contains { String($0) == value }:
            return ("INVALID_OWNER_ID", "the owner does not exist")
        case "dealstage" where !SimulatedPipeline.sales.stages.contains { $0.id == value }:
            return ("INVALID_OPTION", "the stage does not exist in the pipeline")
        case "hs_timestamp" where Timestamp.parse(value) == nil && Int(value) == nil:
            return ("INVALID_DATE", "hs_timestamp is neither a time nor milliseconds")
        case "hs_pipeline" where pipeline == nil: return ("INVALID_OPTION", "the pipeline does not exist")
        case "hs_pipeline_stage" where pipeline?.stages.contains { $0.id == value } != true:
            return ("INVALID_OPTION", "the stage does not exist in the pipeline")
        default: return nil
        }
    }
}
