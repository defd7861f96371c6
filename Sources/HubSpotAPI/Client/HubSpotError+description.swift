extension HubSpotError: CustomStringConvertible {
    /// For people and logs.
    package var description: String {
        var parts = ["could not \(operation)"]
        if let status { parts.append("HubSpot answered \(status)") }
        if let explanation { parts.append(explanation) }
        if !fields.isEmpty { parts.append("refused: \(fields.joined(separator: ", "))") }
        if let limit { parts.append("the limit \(limit.rawValue) is reached") }
        if let detail { parts.append(detail) }
        if let messageID { parts.append("message id \(messageID)") }
        if let correlationID { parts.append("correlation id \(correlationID)") }
        return parts.joined(separator: "; ")
    }

    private var explanation: String? {
        switch category {
        case .missingScope(let scopes) where scopes.isEmpty: "the app may not do this; a scope may be missing"
        case .missingScope(let scopes): "the app lacks one of the scopes \(scopes.joined(separator: ", "))"
        case .unauthorized: "the access token was refused"
        case .connectionFailed: "no connection"
        case .ambiguous: "no usable answer; HubSpot may have acted"
        case .unavailable where status == nil: "no complete answer"
        case .deliveryFailed: "HubSpot accepted the message but could not deliver it"
        case .outOfTime: "not started: too little time left"
        default: nil
        }
    }
}
