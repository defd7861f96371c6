import RelayCore

/// An error as HubSpot's API gives it: a status, and a body of which HubSpot promises no field.
///
/// Source: https://developers.hubspot.com/docs/api-reference/error-handling
package struct Refusal: Error, Sendable, Hashable {
    package struct Detail: Sendable, Hashable {
        var message: String
        var code: String?
        var subCategory: String?
        var context: [String: [String]] = [:]

        var json: JSON {
            var members: [String: JSON] = ["message": .string(message)]
            members["code"] = code.map(JSON.string)
            members["subCategory"] = subCategory.map(JSON.string)
            if !context.isEmpty { members["context"] = .object(context.mapValues { .array($0.map(JSON.string)) }) }
            return .object(members)
        }
    }

    package var status: Int
    package var message: String
    package var category: String?
    package var errors: [Detail]
    package var headers: [String: String]
    /// Members beside the usual ones.
    package var extra: [String: JSON]

    package init(
        _ status: Int, _ message: String, category: String? = nil, errors: [Detail] = [], headers: [String: String] = [:],
        extra: [String: JSON] = [:]
    ) {
        self.status = status
        self.message = message
        self.category = category
        self.errors = errors
        self.headers = headers
        self.extra = extra
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
