/// Ends the work on an event before its end, with the result that says why.
package struct Stop: Error {
    package let result: FunctionResult

    package init(_ result: FunctionResult) { self.result = result }

    /// A field of the event's data that cannot be used.
    package init(_ error: FieldError) { result = .badField(error) }

    /// The store failed: the event is tried again.
    package init(_ error: StoreError) { result = .retry(.storeUnavailable, error.description) }
}
