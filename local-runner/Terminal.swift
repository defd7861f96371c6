import Foundation
import RelayCore
import Setup

/// Asks a person.
enum Terminal {
    /// Whether there is one to answer.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// What is typed; a secret is not shown. nil at the end of the input.
    static func answer(to question: SetupQuestion, problem: String?) -> String? {
        if let problem { StandardStreams.writeError("  That \(problem).\n") }
        StandardStreams.writeError("\(question.prompt): ")
        guard question.key.isSecret else { return readLine() }
        defer { StandardStreams.writeError("\n") }
        return withoutEcho { readLine() }
    }

    private static func withoutEcho<Value>(_ work: () -> Value) -> Value {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return work() }
        var quiet = before
        quiet.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
        return work()
    }
}
