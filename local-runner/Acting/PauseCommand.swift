import ArgumentParser
import RelayCore

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stops the AI in a conversation until it is resumed.",
        discussion: "A running runner does it at once; a stopped one, when it runs again.")

    @OptionGroup var target: SessionTarget

    func run() async throws { try await target.control(.pause) }
}
