import Foundation
import TestSupport
import Testing

@Suite("Endurance", .timeLimit(.minutes(10)))
struct EnduranceTests {
    /// `Tests/Benchmarks/transport --endure` makes a hundred thousand.
    @Test("Two thousand calls of every sort leave nothing behind, and end as they should")
    func twoThousand() async throws {
        let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let bench = bundle.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("transport-bench")
        let outcome = try await Command(bench.path, ["endure", "--requests", "2000"]).run()
        #expect(outcome.exitCode == 0, "\(outcome.text) \(outcome.errors)")
        #expect(outcome.text.contains("after 2000 calls"))
    }
}
