import Foundation
import TestSupport
import Testing

@Suite("Completion in shells")
struct CompletionTests {
    private static let shells = ["bash", "zsh", "fish"]
    private static let installed = shells.filter { shell in
        ["/bin", "/usr/bin"].contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)") }
    }

    private static func script(_ shell: String) async throws -> [UInt8] {
        let run = try await Executable.run("local-runner", ["--generate-completion-script", shell])
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        return run.output
    }

    @Test("A script for each knows commands, options and reason codes", arguments: shells)
    func scripts(_ shell: String) async throws {
        let text = String(decoding: try await Self.script(shell), as: UTF8.self)
        for word in ["local-runner", "dead-letters", "follow", "owner-is-human"] { #expect(text.contains(word), "\(word)") }
    }

    @Test("The shell can read it", arguments: installed)
    func parses(_ shell: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("completion", try await Self.script(shell))
        let option = shell == "fish" ? "--no-execute" : "-n"
        let run = try await Command("/usr/bin/env", [shell, option, folder.path("completion")]).run()
        #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.errors)")
    }

    struct Word: NamedCase {
        let name: String
        let words: [String]
        let completions: [String]
    }

    @Test(
        "bash completes with it",
        arguments: [
            Word(name: "a command", words: ["dead"], completions: ["dead-letters"]),
            Word(name: "an option", words: ["events", "--fol"], completions: ["--follow"]),
            Word(name: "a reason code", words: ["replay", "--code", "owner-is"], completions: ["owner-is-human"]),
        ])
    func completes(_ row: Word) async throws {
        let folder = try TemporaryFolder()
        try folder.write("completion", try await Self.script("bash"))
        let ask = """
            source "$0"
            COMP_WORDS=(local-runner "$@") COMP_CWORD=$# COMP_LINE="local-runner $*" COMP_POINT=${#COMP_LINE}
            $(complete -p local-runner | sed 's/.*-F \\([^ ]*\\) .*/\\1/') local-runner "${@: -1}" "${@: -2:1}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let run = try await Command("/bin/bash", ["-c", ask, folder.path("completion")] + row.words).run()
        let replies = run.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(replies == row.completions, "\(run.errors)")
    }
}
