/// An error that knows the result of the invocation that it ends.
package protocol ResultError: Error {
    var result: FunctionResult { get }
}

/// A failure of an outside write, or of what came before it.
package protocol WriteError: ResultError {
    /// False only when the other side certainly did not act: it refused, or was never reached.
    var mayHaveActed: Bool { get }
}

/// Ends the work on an event before its end, with the result that says why.
package struct Stop: ResultError {
    package let result: FunctionResult

    package init(_ result: FunctionResult) { self.result = result }
}

extension FieldError: ResultError {
    package var result: FunctionResult { .badField(self) }
}

extension StoreError: ResultError {
    /// The event is tried again, unless that can never help.
    package var result: FunctionResult {
        isForGood ? .failed(.tooLargeToStore, description) : .retry(.storeUnavailable, description)
    }
}

extension ConfigurationFaults: ResultError {
    package var result: FunctionResult {
        .failed(.badConfiguration, description, data: [Self.member: .array(faults.map(\.json))])
    }
}

extension InvocationInputError: ResultError {}

extension FunctionResult {
    /// The one place where an error becomes a result: an error that knows its own, a cancelled task, and everything else, of
    /// which no more than its type is said.
    package init(ending error: any Error) {
        switch error {
        case let error as any ResultError: self = error.result
        case is CancellationError: self = .retry(.deadlinePassed, "the work was cancelled")
        default: self = .failed(.internalError, "an unexpected \(type(of: error))")
        }
    }

    /// Runs a function's work; its error becomes its result.
    package static func of(_ work: () throws -> FunctionResult) -> FunctionResult {
        do { return try work() } catch { return FunctionResult(ending: error) }
    }

    package static func of(_ work: () async throws -> FunctionResult) async -> FunctionResult {
        do { return try await work() } catch { return FunctionResult(ending: error) }
    }
}
