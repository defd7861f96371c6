import ArgumentParser
import Foundation
import FunctionHost
import RelayCore

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Lists the events that could not be delivered, or lets one be tried again.",
        discussion: "Stop the runner first: a queue has one host at a time.")

    @Option(help: "The number of the event to try again.")
    var retry: Int64?

    @OptionGroup var options: RunnerOptions

    func run() async throws {
        guard FileManager.default.fileExists(atPath: options.queuePath) else {
            throw ValidationError("there is no queue at \(options.queuePath)")
        }
        let queue = try EventQueue(path: options.queuePath)
        if let retry {
            guard try await queue.revive(retry, now: Date()) else { throw ValidationError("there is no dead letter \(retry)") }
            print("\(retry) is delivered again when the runner runs.")
            return
        }
        let letters = try await queue.deadLetters()
        if letters.isEmpty { print("No dead letters.") }
        for letter in letters {
            print("\(letter.rowID)  \(letter.function)  \(letter.event.id)  \(letter.code)  \(letter.message ?? "")")
        }
    }
}
