import RelayCore

/// A call of HubSpot's API that gave nothing usable.
///
/// Holds what people need to act on it, and never a token, a body or customer text.
package struct HubSpotError: WriteError, Sendable, Hashable {
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
        /// A write that was sent and has no usable answer: HubSpot may have acted.
        case ambiguous
        case unexpectedAnswer
        /// HubSpot took the message, which has an id, and says at once that it cannot deliver it.
        case deliveryFailed
        /// Not begun: too little of the invocation's time is left.
        case outOfTime
        case cancelled
    }

    /// Which of HubSpot's rate limits is reached. Raw values are HubSpot's.
    package enum Limit: String, Sendable, Hashable, CaseIterable {
        case tenSeconds = "TEN_SECONDLY_ROLLING"
        /// Of searches.
        case second = "SECONDLY"
        case daily = "DAILY"
    }

    package let category: Category
    /// What was asked, for people: `post a message`.
    package let operation: String
    package let status: Int?
    /// HubSpot's own id of the call, which its support asks for.
    package let correlationID: String?
    package let retryAfterSeconds: Int?
    /// A detail without values.
    package let detail: String?
    /// The names of what HubSpot refused: properties, or places in the body.
    package let fields: [String]
    /// Which limit, where one is reached.
    package let limit: Limit?
    /// The id that stands already, of a conflict.
    package let existingID: String?
    /// The message that HubSpot made and could not deliver.
    package let messageID: String?

    package init(
        _ category: Category, operation: String, status: Int? = nil, correlationID: String? = nil,
        retryAfterSeconds: Int? = nil, detail: String? = nil, fields: [String] = [], limit: Limit? = nil,
        existingID: String? = nil, messageID: String? = nil
    ) {
        self.category = category
        self.operation = operation
        self.status = status
        self.correlationID = correlationID
        self.retryAfterSeconds = retryAfterSeconds
        self.detail = detail
        self.fields = fields
        self.limit = limit
        self.existingID = existingID
        self.messageID = messageID
    }

    /// A call without an answer.
    init(_ error: TransportError, operation: String, isWrite: Bool) {
        let category: Category =
            switch error.kind {
            case .notSent: .connectionFailed
            // Asking twice does no harm: nothing is ambiguous about it.
            case .interrupted, .timedOut: isWrite ? .ambiguous : .unavailable
            case .answerTooLarge: isWrite ? .ambiguous : .unexpectedAnswer
            case .cancelled: .cancelled
            }
        self.init(category, operation: operation, detail: error.detail)
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
        case .deliveryFailed: .deliveryFailed
        case .outOfTime, .cancelled: .deadlinePassed
        }
    }

    /// False only when HubSpot certainly did not act: it refused, or was never reached. A server error is no refusal, nor is
    /// a time that was up: HubSpot may have acted before.
    package var mayHaveActed: Bool {
        switch category {
        case .unavailable, .ambiguous, .unexpectedAnswer, .deliveryFailed, .cancelled: true
        case .unauthorized, .missingScope, .notFound, .conflict, .validation, .rateLimited, .dailyLimit, .locked,
            .connectionFailed, .outOfTime:
            false
        }
    }

    package var isWorthRetrying: Bool {
        switch category {
        // A token is mended, and then every call of it works.
        case .unauthorized, .rateLimited, .dailyLimit, .locked, .unavailable, .connectionFailed, .ambiguous, .outOfTime,
            .cancelled:
            true
        case .missingScope, .notFound, .conflict, .validation, .unexpectedAnswer, .deliveryFailed: false
        }
    }

    /// The result of an invocation that ends with this error.
    package var result: FunctionResult {
        isWorthRetrying
            ? .retry(reasonCode, description, after: retryAfterSeconds) : .failed(reasonCode, description)
    }
}
