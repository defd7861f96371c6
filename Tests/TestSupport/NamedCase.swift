import Testing

/// One row of a table test, shown by its name.
package protocol NamedCase: Sendable, CustomTestStringConvertible {
    var name: String { get }
}

extension NamedCase {
    package var testDescription: String { name }
}
