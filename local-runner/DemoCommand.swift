import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "Plays a conversation.")

    @Flag var once = false

    func run() async throws { throw ValidationError("not yet") }
}
