import RelayCore

extension PortalError {
    static let unauthorized = PortalError(
        category: .invalidAuthentication, message: "Authentication credentials not found. A bearer token is needed.")
}

/// The refusals that HubSpot documents or that were seen live, as calls get them.
extension Refusal {
    package static let unauthorized = Refusal(PortalError.unauthorized)
    package static let notFound = Refusal(PortalError.notFound)
    package static func invalid(_ message: String) -> Refusal { Refusal(PortalError.invalid(message)) }

    /// - Parameter scopes: Any one of them would do.
    package static func missingScopes(_ scopes: [String]) -> Refusal {
        Refusal(
            403, "This app hasn't been granted all required scopes to make this call.", category: "MISSING_SCOPES",
            errors: [
                PortalError.Detail(
                    message: "One or more of the following scopes are required.",
                    context: ["requiredGranularScopes": scopes])
            ], extra: ["links": ["scopes": "https://developers.hubspot.com/scopes"]])
    }

    static let methodNotAllowed = Refusal(
        405, "the method is not allowed for this path", category: "METHOD_NOT_ALLOWED")
    static let notJSON = Refusal(415, "the body must be sent as application/json")

    package static let locked = Refusal(423, "the resource is locked by another operation")
    /// The account is being moved to another data centre.
    package static let migrating = Refusal(477, "a migration is in progress", headers: ["Retry-After": "60"])
    package static let serverError = Refusal(500, "internal error")
    package static let unavailable = Refusal(503, "service unavailable")

    /// The burst limit. HubSpot documents no `Retry-After`; `retryAfter` (seconds) adds one all the same.
    package static func tenSecondLimit(retryAfter: Int? = nil) -> Refusal {
        let limits = RateLimits()
        let headers = RateMeter.headers(limits, window: limits.tenSecondly, today: limits.daily / 5)
        return rateLimit("ten_secondly_rolling", policy: "TEN_SECONDLY_ROLLING", headers).retrying(after: retryAfter)
    }

    package static var dailyLimit: Refusal { dailyLimit(RateLimits(), retryAfter: 0) }

    /// The search's own limit, which comes without rate-limit headers.
    package static let searchLimit = rateLimit("secondly", policy: "SECONDLY", [:])

    static func tenSecondLimit(_ limits: RateLimits, today: Int, retryAfter: Int) -> Refusal {
        let headers = RateMeter.headers(limits, window: limits.tenSecondly, today: today)
        return rateLimit("ten_secondly_rolling", policy: "TEN_SECONDLY_ROLLING", headers)
            .retrying(after: limits.sendsRetryAfter ? retryAfter : nil)
    }

    static func dailyLimit(_ limits: RateLimits, retryAfter: Int) -> Refusal {
        rateLimit("daily", policy: "DAILY", RateMeter.headers(limits, window: 0, today: limits.daily))
            .retrying(after: limits.sendsRetryAfter ? retryAfter : nil)
    }

    private static func rateLimit(_ name: String, policy: String, _ headers: [String: String]) -> Refusal {
        Refusal(
            429, "You have reached your \(name) limit.", headers: headers,
            extra: ["errorType": "RATE_LIMIT", "policyName": .string(policy)])
    }

    /// - Parameter seconds: nil for no such header.
    package func retrying(after seconds: Int?) -> Refusal {
        var refusal = self
        refusal.headers["Retry-After"] = seconds.map { String($0) }
        return refusal
    }
}
