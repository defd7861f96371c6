import RelayCore

/// The refusals that HubSpot documents or that were seen live. Messages that a caller reads something out of are as HubSpot
/// words them; the others are ours.
extension Refusal {
    package static let unauthorized = Refusal(
        401, "Authentication credentials not found. A bearer token is needed.", category: "INVALID_AUTHENTICATION")

    /// - Parameter scopes: Any one of them would do.
    package static func missingScopes(_ scopes: [String]) -> Refusal {
        Refusal(
            403, "This app hasn't been granted all required scopes to make this call.", category: "MISSING_SCOPES",
            errors: [
                Detail(
                    message: "One or more of the following scopes are required.",
                    context: ["requiredGranularScopes": scopes])
            ], extra: ["links": ["scopes": "https://developers.hubspot.com/scopes"]])
    }

    package static let notFound = Refusal(404, "resource not found", category: "OBJECT_NOT_FOUND")

    static let methodNotAllowed = Refusal(405, "the method is not allowed for this path")
    static let notJSON = Refusal(415, "the body must be sent as application/json")

    static func contactExists(id: String) -> Refusal {
        Refusal(409, "Contact already exists. Existing ID: \(id)", category: "CONFLICT")
    }

    static func propertyExists(_ name: String) -> Refusal {
        Refusal(409, "Property with name '\(name)' already exists.", category: "OBJECT_ALREADY_EXISTS")
    }

    /// How a value that must be unique is refused where another object has it; also what losing a race looks like.
    package static func valueTaken(portalID: Int, property: String, value: String, on id: String, by other: String) -> Refusal {
        invalid(
            "Cannot set PropertyValueCoordinates{portalId=\(portalID), propertyName=\(property), value=\(value)} on \(id). "
                + "\(other) already has that value.")
    }

    package static func invalid(_ message: String, errors: [Detail] = []) -> Refusal {
        Refusal(400, message, category: "VALIDATION_ERROR", errors: errors)
    }

    package static let locked = Refusal(423, "the resource is locked by another operation")
    package static let serverError = Refusal(500, "internal error")
    package static let unavailable = Refusal(503, "service unavailable")

    /// The burst limit. HubSpot documents no `Retry-After`; `retryAfter` (seconds) adds one all the same.
    package static func tenSecondLimit(retryAfter: Int? = nil) -> Refusal {
        rateLimit("ten_secondly_rolling", policy: "TEN_SECONDLY_ROLLING", remainingToday: 500_000, retryAfter: retryAfter)
    }

    package static let dailyLimit = rateLimit("daily", policy: "DAILY", remainingToday: 0, retryAfter: nil)

    /// The search's own limit, which comes without rate-limit headers.
    package static let searchLimit = Refusal(
        429, "You have reached your secondly limit.", extra: ["errorType": "RATE_LIMIT", "policyName": "SECONDLY"])

    private static func rateLimit(_ name: String, policy: String, remainingToday: Int, retryAfter: Int?) -> Refusal {
        var headers = [
            "X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Remaining": policy == "DAILY" ? "190" : "0",
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000", "X-HubSpot-RateLimit-Daily": "625000",
            "X-HubSpot-RateLimit-Daily-Remaining": String(remainingToday),
        ]
        headers["Retry-After"] = retryAfter.map { String($0) }
        return Refusal(
            429, "You have reached your \(name) limit.", headers: headers,
            extra: ["errorType": "RATE_LIMIT", "policyName": .string(policy)])
    }
}
