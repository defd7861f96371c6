import Foundation
import TestSupport
import Testing

@Suite("Endurance", .timeLimit(.minutes(2)))
struct EnduranceTests {
    /// `Tests/Benchmarks/transport --endure` makes a hundred thousand.
    @Test("Two thousand calls of every sort leave nothing behind, and end as they should")
    func twoThousand() async throws {
        let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let folder = try TemporaryFolder()
        let output = folder.path("output")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        let process = Process()
        process.executableURL = bundle.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(
            "transport-bench")
        process.arguments = ["endure", "--requests", "2000"]
        (process.standardOutput, process.standardError) = (file, file)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        let text = try String(contentsOfFile: output, encoding: .utf8)
        #expect(process.terminationReason == .exit, "\(text)")
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains("after 2000 calls"))
    }
}
