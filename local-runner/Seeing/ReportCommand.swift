import ArgumentParser
import Foundation
import Operations
import RelayCore

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Counts what became of customers' messages, and how long answers took.",
        discussion: "By the history: it reaches back as far as that does. Contains no customer text.")

    @Option(help: "Since when: a time as 2026-01-31T09:30:00Z, or an age as 90m, 12h or 3d.")
    var since: PastTime = .age(86_400)

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let now = Date()
        let report = try await Report.of(try RunnerState(options: options).history(), since: since.date(now), now: now)
        guard !output.json else { return say(report.json.canonical) }
        for line in report.lines(output.style) { say(line) }
    }
}
