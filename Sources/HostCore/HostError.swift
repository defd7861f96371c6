/// What keeps a host from starting or serving.
package struct HostError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
