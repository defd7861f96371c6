import ArgumentParser
import RelayCore

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets the AI speak again in a conversation that was paused, closed or handed off.",
        discussion: "A running runner does it at once; a stopped one, when it runs again.")

    @OptionGroup var target: SessionTarget

    func run() async throws { try await target.control(.resume) }
}
