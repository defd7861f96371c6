import RelayCore

/// A call to AWS failed.
package struct AWSError: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// AWS said no, with its own name for why, as `ConditionalCheckFailedException`.
        case refused(name: String, status: Int)
        case noAnswer(TransportError)
        /// The answer is not what AWS's documents say.
        case unreadable(status: Int)
        /// There are no credentials, or they could not be had. Says why, and holds none of them.
        case noCredentials(String, isForNow: Bool)
        /// What the environment says cannot be. Names the variable.
        case settings(String)
        /// AWS's clock is so far ahead of this machine's.
        case clock(seconds: Int)
        case outOfTime
    }

    package let reason: Reason
    /// AWS's own number of the call.
    package let requestID: String?
    /// All that a refusal says. May hold a customer's words, and is not part of any description.
    package let answer: JSON?

    package init(_ reason: Reason, requestID: String? = nil, answer: JSON? = nil) {
        self.reason = reason
        self.requestID = requestID
        self.answer = answer
    }

    /// AWS's name for why it said no; nil where it said nothing.
    package var name: String? { if case .refused(let name, _) = reason { name } else { nil } }
}

// MARK: - What may be done about it

extension AWSError {
    /// Names of refusals that are over by themselves, and that say that nothing was done.
    /// Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html and
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    private static let throttling: Set = [
        "BandwidthLimitExceeded", "LimitExceededException", "PriorRequestNotComplete", "ProvisionedThroughputExceededException",
        "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "Throttling", "ThrottledException",
        "ThrottlingException", "TooManyRequestsException", "TransactionConflictException", "TransactionInProgressException",
    ]
    private static let endedCredentials: Set = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"]

    /// Whether AWS takes no more calls for the moment.
    package var isThrottling: Bool {
        guard case .refused(let name, let status) = reason else { return false }
        return status == 429 || Self.throttling.contains(name) || name == "TransactionCanceledException" && isCrossed
    }

    /// Whether a transaction was given up for another one, or for too many calls, and not for a condition of its own.
    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
    private var isCrossed: Bool {
        let reasons = Set((answer?["CancellationReasons"]?.array ?? []).compactMap { $0["Code"]?.string })
        return !reasons.isDisjoint(with: ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
            && reasons.isDisjoint(with: ["ConditionalCheckFailed", "ValidationError", "ItemCollectionSizeLimitExceeded"])
    }

    /// Whether the credentials that signed the call are over.
    var isOfEndedCredentials: Bool { name.map(Self.endedCredentials.contains) ?? false }

    /// Whether the same call may succeed soon.
    package var isForNow: Bool {
        switch reason {
        case .refused(_, let status): status >= 500 || isThrottling || isOfEndedCredentials
        case .noAnswer(let error): error.kind != .cancelled && error.kind != .answerTooLarge && !error.isRefusal
        case .unreadable(let status): status >= 500
        case .noCredentials(_, let isForNow): isForNow
        case .settings, .clock: false
        case .outOfTime: true
        }
    }

    /// Whether AWS may have done what it was asked for.
    package var mayHaveActed: Bool {
        switch reason {
        case .refused(_, let status): status >= 500 && !isThrottling
        case .noAnswer(let error): error.kind != .notSent
        case .unreadable, .clock: true
        case .noCredentials, .settings, .outOfTime: false
        }
    }
}

extension TransportError {
    /// The transport does not send such a call, now or later.
    fileprivate var isRefusal: Bool { kind == .notSent && detail.hasPrefix("signing: ") }
}
