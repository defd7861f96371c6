import Dispatch
import Foundation
import HostWorkers
import RelayCore
import Setup
import Synchronization

/// Asks a person. Whoever stops at a secret goes on typing in the same terminal, which shows what is typed again.
struct Terminal: Sendable {
    private let echo: Echo
    private let signals: [SignalWatch]

    init() {
        let echo = Echo()
        let ready = DispatchGroup()
        signals = [SIGINT, SIGTERM, SIGHUP].map { number in
            ready.enter()
            return SignalWatch(number, onReady: { ready.leave() }) {
                echo.show()
                SignalWatch.end(by: number)
            }
        }
        self.echo = echo
        ready.wait()
    }

    /// Whether there is one to answer.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// What is typed; a secret is not shown. nil at the end of the input.
    func answer(to question: SetupQuestion, problem: String?) -> String? {
        if let problem { StandardStreams.writeError("  That \(problem).\n") }
        let isSecret = question.key.isSecret
        if isSecret { echo.hide() }
        defer {
            if isSecret {
                echo.show()
                StandardStreams.writeError("\n")
            }
        }
        StandardStreams.writeError("\(question.prompt): ")
        return readLine()
    }
}

/// Whether the terminal shows what is typed.
private final class Echo: Sendable {
    /// The terminal as it was before it showed nothing; nil where it shows what is typed.
    private let before = Mutex<termios?>(nil)

    func hide() {
        before.withLock { before in
            var now = termios()
            guard tcgetattr(STDIN_FILENO, &now) == 0 else { return }
            before = now
            now.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &now)
        }
    }

    func show() {
        before.withLock { before in
            guard var shown = before else { return }
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            before = nil
        }
    }
}
