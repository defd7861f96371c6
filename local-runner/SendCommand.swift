import ArgumentParser
import RelayCore
import SystemPackage

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Puts one event into the runner's queue.",
        discussion: """
            A running runner delivers it at once; a stopped one, when it runs again. An event that no function takes is refused \
            with exit code 65.
            """)

    @Argument(help: "The file with the event as one JSON object; - reads standard input.")
    var file: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let event = try read()
        guard event.type != HTTPRequestEvent.type else {
            throw refused(.failed(.unexpectedType, "\(event.type) needs an answer: send it to the runner's HTTP address"))
        }
        let queue = try await RunnerQueue(options)
        guard !queue.takers(of: event.type).isEmpty else {
            throw refused(.failed(.unrouted, "no function takes \(event.type)"))
        }
        let queued = try await queue.put(event)
        if output.json { say(JSON.object(queued.json)) } else { sayPlainly(queued.sentence) }
    }

    private func read() throws -> RelayEvent {
        let limit = InvocationInput.defaultByteLimit
        var reader = InputReader(descriptor: try openInput(file).rawValue, byteLimit: limit)
        guard case .line(let bytes) = reader.readAll() else {
            throw refused(.failed(.inputTooLarge, "the event is longer than \(limit) bytes"))
        }
        do throws(InvocationInputError) {
            return try InvocationInput(bytes).event
        } catch {
            throw refused(error.result)
        }
    }

    private func refused(_ result: FunctionResult) -> any Error {
        StandardStreams.writeError("\(result.code?.rawValue ?? ""): \(result.message ?? "")\n")
        return ArgumentParser.ExitCode(RelayCore.ExitCode.badInput.rawValue)
    }
}
