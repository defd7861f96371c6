import ArgumentParser
import Operations
import RelayCore

/// Which of many: by how and when they ended.
struct EndChoice: ParsableArguments {
    @Option(help: "Only what ended with this reason code.")
    var code: ReasonCode?

    @Option(help: "Only what ended since then: \(PastTime.forms).")
    var since: PastTime?
}

/// For whom a command works that works for one organization.
struct OrganizationChoice: ParsableArguments {
    @Option(help: "The organization. Default: the value of ORGANIZATION, else default.")
    var organization: String?
}

extension PastTime: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension FunctionResult.Status: ExpressibleByArgument {}
extension Session.State: ExpressibleByArgument {}

extension ReasonCode: ExpressibleByArgument {
    /// Eighty of them would fill the help; docs/reason-codes.md lists them, and the shell completes them.
    public static var allValueStrings: [String] { [] }
    public static var defaultCompletionKind: CompletionKind { .list(allCases.map(\.rawValue)) }
}
