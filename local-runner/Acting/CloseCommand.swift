import ArgumentParser
import RelayCore

struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Closes a conversation, and its thread in HubSpot where the configuration says so.",
        discussion: "A running runner does it at once; a stopped one, when it runs again.")

    @OptionGroup var target: SessionTarget

    func run() async throws { try await target.control(.close) }
}
