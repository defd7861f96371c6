import HostCore
import RelayCore

/// An invocation, or the start, that did not go well, as the Runtime API takes it.
///
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror
struct LambdaFailure: Error, Sendable, Hashable {
    /// Begins with `Function.` or `Runtime.`; letters follow. Lambda makes anything else `Unknown`.
    let type: String
    /// For people; nothing of an event.
    let message: String

    /// Of an event that did not end well.
    init(_ code: ReasonCode, _ message: String?) {
        type = "Function.\(Self.name(code))"
        self.message = message.map { "\(code.rawValue): \($0)" } ?? code.rawValue
    }

    private init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    /// Of the start.
    static func start(_ error: any Error) -> LambdaFailure {
        LambdaFailure(type: error is ConfigurationFaults ? "Runtime.ConfigInvalid" : "Runtime.CannotStart", message: "\(error)")
    }

    static let unknownShape = LambdaFailure(
        type: "Function.BadEvent",
        message: "the event is none of: HTTP API or Function URL with payload 2.0, SQS, CloudEvents 1.0, a schedule")

    /// `store-unavailable`: `StoreUnavailable`.
    private static func name(_ code: ReasonCode) -> String {
        code.rawValue.split(separator: "-").map { word in
            word.prefix(1).uppercased() + word.dropFirst().filter { $0.isASCII && $0.isLetter }
        }.joined()
    }

    var json: JSON {
        ["errorMessage": .string(message), "errorType": .string(type), "stackTrace": []]
    }
}
