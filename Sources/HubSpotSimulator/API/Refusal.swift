import RelayCore

/// An error as HubSpot's API gives it: a status, and a body of which HubSpot promises no field.
///
/// Source: https://developers.hubspot.com/docs/api-reference/error-handling
package struct Refusal: Error, Sendable, Hashable {
    package var status: Int
    package var message: String
    package var category: String?
    package var errors: [PortalError.Detail]
    package var headers: [String: String]
    /// Members beside the usual ones.
    package var extra: JSONObject

    package init(
        _ status: Int, _ message: String, category: String? = nil, errors: [PortalError.Detail] = [],
        headers: [String: String] = [:],
        extra: JSONObject = [:]
    ) {
        self.status = status
        self.message = message
        self.category = category
        self.errors = errors
        self.headers = headers
        self.extra = extra
    }

    /// The portal's error as HubSpot's API gives it.
    package init(_ error: PortalError) {
        self.init(
            Self.status(error.category), error.message, category: error.namesCategory ? error.category.rawValue : nil,
            errors: error.details)
    }

    private static func status(_ category: PortalError.Category) -> Int {
        switch category {
        case .validation: 400
        case .invalidAuthentication: 401
        case .notFound: 404
        case .conflict, .alreadyExists: 409
        }
    }

    func json(correlationID: String) -> JSON {
        var members = extra
        members["status"] = "error"
        members["message"] = .string(message)
        members["correlationId"] = .string(correlationID)
        members["category"] = category.map(JSON.string)
        if !errors.isEmpty { members["errors"] = .array(errors.map(\.json)) }
        // Answers to too many calls carry one more id.
        if status == 429 { members["requestId"] = .string(correlationID) }
        return .object(members)
    }
}

extension PortalError.Detail {
    fileprivate var json: JSON {
        var members: JSONObject = ["message": .string(message)]
        members["code"] = code.map(JSON.string)
        members["subCategory"] = subCategory.map(JSON.string)
        if !context.isEmpty { members["context"] = .object(JSONObject(context.mapValues { .array($0.map(JSON.string)) })) }
        return .object(members)
    }
}
