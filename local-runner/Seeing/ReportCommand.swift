import ArgumentParser
import Foundation
import Operations
import RelayCore

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Counts what became of customers' messages, and how long answers took.",
        discussion: """
            By the history: it reaches back as far as that does. The newest questions that nothing answered are listed with \
            their threads: `trace THREAD` tells of each. Contains no customer text without --with-reasons.
            """)

    @Option(help: "Since when: \(PastTime.forms).")
    var since: PastTime = .age(86_400)

    @Option(help: "How many of the questions that nothing answered are listed.")
    var unanswered = 10

    @ArgumentParser.Flag(help: "Why the AI handed each of them over, in its words. They may hold what customers wrote.")
    var withReasons = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard 0...10_000 ~= unanswered else { throw ValidationError("--unanswered must be from 0 to 10000") }
    }

    func run() async throws {
        let now = Date()
        let report = try await Report.of(
            try RunnerState(options: options).history(), since: since.date(now), now: now, reasons: withReasons ? unanswered : 0)
        guard !output.json else { return say(report.json(listed: unanswered)) }
        for line in report.lines(output.style, listed: unanswered) { say(line) }
    }
}
