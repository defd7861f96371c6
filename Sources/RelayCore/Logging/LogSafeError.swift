/// An error whose description may stand in a log: it holds no secret, and nothing of what customers wrote.
package protocol LogSafeError: Error, CustomStringConvertible {}

extension StoreError: LogSafeError {}

extension Error {
    /// For a log: what went wrong, where it may stand there; else no more than what kind of error it is.
    package var logDetail: String {
        (self as? any LogSafeError).map(\.description) ?? "\(type(of: self))"
    }
}
