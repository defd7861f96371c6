import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Every sample event through its built function")
struct SampleTests {
    struct Sample: NamedCase {
        let function: String
        let file: URL
        var name: String { "\(function) \(file.deletingPathExtension().lastPathComponent)" }

        static func all() throws -> [Sample] {
            try Executable.functions.flatMap { function in
                let folder = Executable.root.appendingPathComponent("functions/\(function)/events")
                return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                    .filter { $0.pathExtension == "json" }.map { Sample(function: function, file: $0) }
            }
        }
    }

    @Test("Each function has some")
    func coverage() throws {
        #expect(Set(try Sample.all().map(\.function)) == Set(Executable.functions))
    }

    @Test("One canonical line, and the contract's exit code", arguments: try Sample.all())
    func sample(_ sample: Sample) async throws {
        let run = try await Executable.run(
            sample.function, input: Array(Data(contentsOf: sample.file)),
            environment: try Executable.sampleEnvironment(sample.function))
        let result = try #require(run.results.first ?? nil)
        #expect(run.output == Array((result.line + "\n").utf8))
        if sample.file.lastPathComponent.hasPrefix("bad-") {
            #expect([65, 70].contains(run.exitCode))
            #expect(result.code != nil)
        } else if result.code == .connectionFailed {
            // Nothing listens where the samples' environment points: the function says so and asks to be tried again.
            #expect(run.exitCode == 75)
        } else {
            #expect(run.exitCode == 0, "\(result.line)")
        }
    }
}
