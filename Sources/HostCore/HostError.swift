import RelayCore

/// What keeps a host from starting or serving.
package struct HostError: LogSafeError {
    package let description: String

    package init(_ description: String) { self.description = description }
}
