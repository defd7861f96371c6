import ArgumentParser
import Operations
import RelayCore

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Tells the story of a thread, message, session or event.",
        discussion: """
            What came, what was decided and by which rule, what was written, how long each step waited and worked; and in one \
            sentence whether the customer has an answer, and why not. Contains no customer text, except with --json.
            """)

    @Argument(help: "The id of a HubSpot thread, a message, a session or an event.")
    var id: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let history = try RunnerState(options: options).history()
        guard let found = try await StorySearch(history).story(of: id, withTexts: output.json) else {
            throw ended("the history knows no thread, message, session or event \(id)")
        }
        guard !output.json else { return say(found.story.json(id: id, kind: found.kind, withTexts: true)) }
        for line in found.story.lines(output.style) { say(line) }
        let verdict = StoryVerdict.of(found.story)
        say("\n" + output.style.text(verdict.sentence, verdict.isAnswered ? .good : .notice))
    }
}
