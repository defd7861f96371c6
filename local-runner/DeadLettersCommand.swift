import ArgumentParser
import Foundation
import FunctionHost
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Lists, shows, retries or deletes events that could not be delivered.",
        discussion: """
            The runner may be running; it takes up a retried event at once. The list contains no customer text.
            """)

    @Option(help: "Print the event with this number as one line of JSON. It contains what customers wrote.")
    var show: Int64?

    @Option(help: "Try the event with this number again.")
    var retry: Int64?

    @Option(help: "Delete the event with this number for good.")
    var drop: Int64?

    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard [show, retry, drop].count(where: { $0 != nil }) <= 1 else {
            throw ValidationError("give one of --show, --retry and --drop")
        }
    }

    func run() async throws {
        let path = try options.queuePath()
        guard FileManager.default.fileExists(atPath: path) else { throw ValidationError("there is no queue at \(path)") }
        let queue = try SQLiteEventQueue(path: path)
        if let show {
            guard let letter = try await queue.deadLetter(show) else { throw none(show) }
            sayPlainly(String(decoding: letter.event.bytes, as: UTF8.self))
        } else if let retry {
            guard try await queue.revive(retry, now: Date()) else { throw none(retry) }
            queue.ring()
            say("The runner tries event \(retry) again.")
        } else if let drop {
            guard try await queue.drop(drop) else { throw none(drop) }
            say("Event \(drop) is deleted.")
        } else {
            try await list(queue)
        }
    }

    private func list(_ queue: some DeadLetterQueue) async throws {
        let letters = try await queue.deadLetters()
        if letters.isEmpty { say("No dead letters.") }
        for letter in letters {
            sayPlainly("\(letter.id)  \(letter.function)  \(letter.event.id)  \(letter.code)  \(letter.message ?? "")")
        }
    }

    private func none(_ number: Int64) -> ValidationError { ValidationError("there is no dead letter \(number)") }
}
