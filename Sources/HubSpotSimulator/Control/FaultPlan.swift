import RelayCore

/// A fault as a control call describes it.
struct FaultPlan: Sendable {
    let fault: Fault
    let match: CallMatch
    /// nil for always.
    let times: Int?

    static let fields = [
        "kind", "operation", "path", "method", "posting", "status", "policy", "scopes", "retryAfter", "seconds", "takesEffect",
        "times",
    ]

    init(_ body: ObjectReader) throws {
        fault = try Self.fault(body)
        match = try Self.match(body)
        times = try Self.times(body)
    }

    /// A number from 1; `"always"`; 1 where it is absent.
    static func times(_ body: ObjectReader) throws -> Int? {
        if body.value("times")?.string == "always" { return nil }
        let times = try body.optionalInt("times") ?? 1
        guard times >= 1 else { throw body.error("times", "must be at least 1, or the text always") }
        return times
    }

    // MARK: What goes wrong

    private static func fault(_ body: ObjectReader) throws -> Fault {
        let takesEffect = try body.optionalBool("takesEffect") ?? false
        switch try body.string("kind") {
        case "status":
            let refusal = try refusal(body)
            return takesEffect ? .actThenRefuse(refusal) : .refuse(refusal)
        case "drop": return takesEffect ? .dropAfterActing : .dropBeforeActing
        case "delay": return .delay(seconds: try body.seconds("seconds"))
        case "slow": return .spoil(.slow(seconds: try body.seconds("seconds")))
        case "malformed": return .spoil(.malformed)
        case "truncated": return .spoil(.truncated)
        default: throw body.error("kind", "must be one of status, drop, delay, slow, malformed, truncated")
        }
    }

    private static func refusal(_ body: ObjectReader) throws -> Refusal {
        guard let status = try body.optionalInt("status"), 400...599 ~= status else {
            throw body.error("status", "must be from 400 to 599")
        }
        let refusal: Refusal =
            switch status {
            case 401: .unauthorized
            case 403: .missingScopes(try body.texts("scopes"))
            case 404: .notFound
            case 405: .methodNotAllowed
            case 423: .locked
            case 429: try limit(body)
            case 477: .migrating
            case 500: .serverError
            case 503: .unavailable
            default: Refusal(status, "simulated fault")
            }
        return try body.optionalInt("retryAfter").map { refusal.retrying(after: $0) } ?? refusal
    }

    private static func limit(_ body: ObjectReader) throws -> Refusal {
        switch try body.optionalString("policy") ?? "TEN_SECONDLY_ROLLING" {
        case "TEN_SECONDLY_ROLLING": .tenSecondLimit()
        case "DAILY": .dailyLimit
        case "SECONDLY": .searchLimit
        default: throw body.error("policy", "must be one of TEN_SECONDLY_ROLLING, DAILY, SECONDLY")
        }
    }

    // MARK: Which calls

    private static func match(_ body: ObjectReader) throws -> CallMatch {
        let method = try body.optionalString("method")
        let path = try body.optionalString("path")
        let operation = try body.optionalString("operation").map { name in
            guard let operation = Operation(rawValue: name) else {
                throw body.error("operation", "is not a call of the simulator")
            }
            return operation
        }
        let posting = try body.optionalString("posting").map(MessageType.init)
        guard [nil, .message, .comment].contains(posting) else { throw body.error("posting", "must be MESSAGE or COMMENT") }
        return CallMatch { call in
            (operation == nil || operation == call.operation) && (method == nil || method == call.method)
                && (path.map(call.path.contains) ?? true)
                && (posting.map { CallMatch.posting($0).matches(call) } ?? true)
        }
    }
}
