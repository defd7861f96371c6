import RelayCore

/// What the AI wrote, as a customer may get it: without thoughts, marks of sources and line breaks that are spelled out, and with
/// nothing left to be filled in.
package struct FinishedText: Sendable, Hashable {
    package let text: String
    /// What the AI left to be filled in and nobody can; nil: the text may go out.
    package let unfilled: String?

    /// Longer texts, which no engine may give, are left as they are.
    private static let byteLimit = 64 * 1024

    /// - Parameter customer: The name of the customer who reads it, where it is known.
    package init(_ written: String, customer: String?) {
        guard written.utf8.count <= Self.byteLimit else {
            text = written
            unfilled = nil
            return
        }
        var plain = written
        if Thinking.begins(written) {
            let answer = Thinking.removed(from: written).trimmed
            if !answer.isEmpty { plain = answer }
        }
        plain = SourceMarks.removed(from: SpelledLineBreaks.read(plain))
        (text, unfilled) = BlankFilling(customer: customer).fill(plain)
    }
}

extension String {
    /// Changes what stands outside of code.
    func changingProse(_ change: (Substring) -> String) -> String {
        guard utf8.contains(UInt8(ascii: "`")) else { return change(self[...]) }
        return split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? change(part) : String(part)
        }.joined(separator: "`")
    }
}
