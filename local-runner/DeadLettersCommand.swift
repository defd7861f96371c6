import ArgumentParser
import Foundation
import FunctionHost
import HostCore
import HostDelivery
import Operations
import QueueEngines
import RelayCore

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Lists, shows, retries or deletes events that could not be delivered.",
        discussion: """
            A line of the list holds the number, the function, the event's id, the reason code, when the event came, when it \
            was given up, and the message. It contains no customer text.

            The runner may be running; it takes up a retried event at once.
            """)

    @Option(help: "Print the event with this number as one line of JSON. It contains what customers wrote.")
    var show: Int64?

    @ArgumentParser.Flag(help: "Try events again: those with the numbers given, or those that --all, --code and --since choose.")
    var retry = false

    @Option(help: "Delete the event with this number for good.")
    var drop: Int64?

    @ArgumentParser.Flag(help: "With --retry: every event.")
    var all = false

    @Argument(help: "With --retry: the numbers of events.")
    var numbers: [Int64] = []

    @OptionGroup var end: EndChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard [show != nil, retry, drop != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("give one of --show, --retry and --drop")
        }
        guard retry || (!all && numbers.isEmpty) else { throw ValidationError("numbers and --all need --retry") }
        let chooses = end.code != nil || end.since != nil
        guard !chooses || (show == nil && drop == nil) else {
            throw ValidationError("--code and --since cannot be used with --show and --drop")
        }
        guard !retry || [!numbers.isEmpty, all, chooses].count(where: { $0 }) == 1 else {
            throw ValidationError("--retry needs numbers, or --all, or --code and --since")
        }
    }

    func run() async throws {
        let place = try options.queuePlace()
        if let path = place.missingQueue { throw ValidationError("there is no queue at \(path)") }
        let queue = try place.queue()
        let filter = DeadLetterFilter(code: end.code, since: end.since?.date(Date()))
        if let show {
            guard let found = try await queue.deadLetter(show) else { throw none(show) }
            if output.json {
                say(found.letter.json(with: found.event))
            } else {
                sayPlainly(String(decoding: found.event.bytes, as: UTF8.self))
            }
        } else if let drop {
            guard try await queue.drop(drop) else { throw none(drop) }
            tell(["dropped": 1], "Event \(drop) is deleted.")
        } else if !retry {
            try await list(queue, filter)
        } else if numbers.isEmpty {
            try await retry(filter, queue)
        } else {
            try await retryNumbers(queue)
        }
    }

    private func list(_ queue: any HostQueue, _ filter: DeadLetterFilter) async throws {
        var all: [JSON] = []
        var last: Int64?
        repeat {
            let letters = try await queue.deadLetters(filter, after: last, limit: Self.portion)
            if output.json { all += letters.map(\.json) } else { show(letters, isFirst: last == nil) }
            last = letters.count == Self.portion ? letters.last?.id : nil
        } while last != nil
        if output.json { say(JSON.object(["deadLetters": .array(all)])) }
    }

    private static let portion = 500

    private func show(_ letters: [DeadLetter], isFirst: Bool) {
        if letters.isEmpty, isFirst { say("No dead letters.") }
        for letter in letters {
            let times = [letter.queued, letter.buried].map(Timestamp.rfc3339).joined(separator: "  ")
            sayPlainly(
                "\(letter.id)  \(letter.function)  \(letter.eventID)  \(letter.code)  \(times)  \(letter.message ?? "")")
        }
    }

    private func retryNumbers(_ queue: any HostQueue) async throws {
        var bar = ProgressBar(numbers.count, output)
        defer { bar.hide() }
        for number in numbers {
            guard try await queue.revive(number, now: Date()) else { throw none(number) }
            await queue.ring()
            bar.hide()
            if !output.json { say("Event \(number) is back in the queue.") }
            bar.step()
        }
        if output.json { tellRetried(numbers.count) }
    }

    private func retry(_ filter: DeadLetterFilter, _ queue: any HostQueue) async throws {
        let codes = try await queue.deadLetterCounts(filter).sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "\($0.value) \($0.key)"
        }
        if !output.json { say(codes.isEmpty ? "No dead letters." : "Dead letters: \(codes.joined(separator: ", ")).") }
        let count = codes.isEmpty ? 0 : try await queue.revive(filter, now: Date())
        if count > 0 { await queue.ring() }
        if count > 0 || output.json { tellRetried(count) }
    }

    private func tellRetried(_ count: Int) {
        tell(
            ["retried": .number(JSONNumber(count))], "\(count) \(count == 1 ? "event is" : "events are") back in the queue.")
    }

    private func tell(_ json: JSON, _ sentence: String) { if output.json { say(json) } else { say(sentence) } }

    private func none(_ number: Int64) -> ValidationError { ValidationError("there is no dead letter \(number)") }
}
