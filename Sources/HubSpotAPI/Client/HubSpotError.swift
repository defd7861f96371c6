import RelayCore

/// A call of HubSpot's API that gave nothing usable.
///
/// Holds what people need to act on it, and never a token, a body or customer text.
package struct HubSpotError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Category: Sendable, Hashable {
        case unauthorized
        /// The scopes that HubSpot names; any one of them may be enough.
        case missingScope([String])
        case notFound
        case conflict
        case validation
        case rateLimited
        case dailyLimit
        case locked
        case unavailable
        /// Nothing was sent.
        case connectionFailed
        /// Sent, and the answer was lost: HubSpot may have acted.
        case ambiguous
        case unexpectedAnswer
        case cancelled
    }

    package let category: Category
    /// What was asked, for people: `post a message`.
    package let operation: String
    package let status: Int?
    /// HubSpot's own id of the call, which its support asks for.
    package let correlationID: String?
    package let retryAfterSeconds: Int?
    /// Names of fields that HubSpot refused, or another detail without values.
    package let detail: String?
    /// The id that stands already, of a conflict.
    package let existingID: String?

    package init(
        _ category: Category, operation: String, status: Int? = nil, correlationID: String? = nil,
        retryAfterSeconds: Int? = nil, detail: String? = nil, existingID: String? = nil
    ) {
        self.category = category
        self.operation = operation
        self.status = status
        self.correlationID = correlationID
        self.retryAfterSeconds = retryAfterSeconds
        self.detail = detail
        self.existingID = existingID
    }

    package var reasonCode: ReasonCode {
        switch category {
        case .unauthorized: .unauthorized
        case .missingScope: .missingScope
        case .notFound: .notFound
        case .conflict: .conflict
        case .validation: .validation
        case .rateLimited: .rateLimited
        case .dailyLimit: .dailyLimit
        case .locked: .locked
        case .unavailable: .unavailable
        case .connectionFailed: .connectionFailed
        case .ambiguous: .ambiguous
        case .unexpectedAnswer: .unexpectedAnswer
        case .cancelled: .deadlinePassed
        }
    }

    /// False only when HubSpot certainly did not act: it refused, or was never reached.
    package var mayHaveActed: Bool {
        switch category {
        case .unavailable, .ambiguous, .unexpectedAnswer, .cancelled: true
        default: false
        }
    }

    package var isWorthRetrying: Bool {
        switch category {
        case .rateLimited, .dailyLimit, .locked, .unavailable, .connectionFailed, .ambiguous, .cancelled: true
        case .unauthorized, .missingScope, .notFound, .conflict, .validation, .unexpectedAnswer: false
        }
    }

    package var description: String {
        var parts = ["could not \(operation)"]
        if let status { parts.append("HubSpot answered \(status)") }
        switch category {
        case .missingScope(let scopes) where scopes.isEmpty: parts.append("the app may not do this; a scope may be missing")
        case .missingScope(let scopes): parts.append("the app lacks one of the scopes \(scopes.joined(separator: ", "))")
        case .unauthorized: parts.append("the access token is not accepted")
        case .connectionFailed: parts.append("no connection")
        case .ambiguous: parts.append("the answer was lost")
        default: break
        }
        if let detail { parts.append(detail) }
        if let correlationID { parts.append("correlation id \(correlationID)") }
        return parts.joined(separator: "; ")
    }

    /// The result of an invocation that ends with this error.
    package var result: FunctionResult {
        isWorthRetrying
            ? .retry(reasonCode, description, after: retryAfterSeconds) : .failed(reasonCode, description)
    }
}
