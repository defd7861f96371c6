import HubSpotAPI
import RelayCore

/// What the check says of one thing.
package struct CheckLine: Sendable, Hashable {
    package enum Verdict: String, Sendable, CaseIterable {
        case ok
        /// Works, though perhaps not as it is meant.
        case warning
        /// Something does not work as long as it is so.
        case fault
    }

    /// What it is about: `token`, `scope tickets`.
    package let name: String
    /// nil for what is the whole deployment's.
    package var organization: String?
    package let verdict: Verdict
    /// Never a secret, never what a customer wrote.
    package let says: String
    /// What to do; nil where nothing is to be done.
    package let fix: String?

    private init(_ name: String, _ verdict: Verdict, _ says: String, fix: String?) {
        self.name = name
        self.verdict = verdict
        self.says = says
        self.fix = fix
    }

    static func ok(_ name: String, _ says: String) -> CheckLine { CheckLine(name, .ok, says, fix: nil) }

    static func warning(_ name: String, _ says: String, fix: String) -> CheckLine { CheckLine(name, .warning, says, fix: fix) }

    static func fault(_ name: String, _ says: String, fix: String) -> CheckLine { CheckLine(name, .fault, says, fix: fix) }

    /// Of what HubSpot did not tell: the line on the token or on the scope says what is wrong.
    static func unread(_ name: String, _ error: HubSpotError) -> CheckLine {
        .warning(name, "not checked: \(error)", fix: "Mend what the lines before it name, and check again.")
    }

    package var json: JSON {
        [
            "name": .string(name), "organization": .optional(organization), "verdict": .string(verdict.rawValue),
            "says": .string(says), "fix": .optional(fix),
        ]
    }
}
