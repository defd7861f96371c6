import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("SIGTERM to a function in line mode")
struct WorkerSignalTests {
    /// Sends the signal between two lines, ends the input, and says how the function ended.
    private static let script = """
        mkfifo in out
        trap '' PIPE
        "$1" --lines <in >out &
        exec 3>in 4<out
        echo '{}' >&3
        read -r line <&4
        kill -TERM $!
        echo '{}' >&3
        read -r line <&4 && echo answered
        exec 3>&-
        wait $!
        echo "ended with $?"
        """

    private func play(_ environment: [String: String]) async throws -> String {
        let folder = try TemporaryFolder()
        let command = Command(
            "/bin/sh", ["-c", Self.script, "sh", Executable.url("signature-render").path],
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }, folder: folder.url.path)
        let outcome = try await command.run()
        withExtendedLifetime(folder) {}
        return outcome.text
    }

    @Test("A worker of a host ends with its input alone", .timeLimit(.minutes(10))) func worker() async throws {
        #expect(try await play([FunctionMain.workerVariable: "1"]) == "answered\nended with 0\n")
    }

    @Test("Any other ends", .timeLimit(.minutes(10))) func alone() async throws {
        #expect(try await play([:]) == "ended with 143\n")
    }
}
