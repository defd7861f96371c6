extension StringProtocol {
    /// The length in Unicode scalars. Limits of text count these: one `Character` may be megabytes of them.
    package var scalarCount: Int { unicodeScalars.count }

    /// The first scalars, up to so many.
    package func prefix(scalars limit: Int) -> SubSequence {
        self[..<(unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex)]
    }
}
