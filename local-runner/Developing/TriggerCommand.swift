import ArgumentParser
import CurlTransport
import Foundation
import Operations
import RelayCore

struct TriggerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger",
        abstract: "Sends a signed webhook to any address, made of a sample.",
        discussion: """
            Prints the status and body of each answer. Each delivery has ids and times of its own; --set changes what the \
            samples say: --set objectId=3624100517 --set messageId=abc. A name that is none lists the samples. Ends with 1 where \
            an answer is not 2xx, or there is none.
            """)

    @Argument(help: "The sample, for example newMessage.")
    var sample: String

    @Option(help: "Where to. Default: that of PUBLIC_URL, as webhook-url prints it.")
    var url: String?

    @Option(help: "A member of each element, as path=value; a value that is no JSON is text. May be given several times.")
    var set: [String] = []

    @Option(help: "How many deliveries.")
    var count = 1

    @ArgumentParser.Flag(help: "Send each delivery twice.")
    var duplicate = false

    @ArgumentParser.Flag(help: "Send them in another order.")
    var shuffle = false

    @ArgumentParser.Flag(help: "With a timestamp of an hour ago.")
    var stale = false

    @ArgumentParser.Flag(help: "Without a signature.")
    var unsigned = false

    @OptionGroup var target: WebhookTarget
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard 1...10_000 ~= count else { throw ValidationError("--count must be from 1 to 10000") }
    }

    func run() async throws {
        let bodies = try self.bodies()
        let url = try url ?? target.url()
        let secret = unsigned ? nil : try target.secrets().first
        // One for all: each has a thread of its own.
        let transport = CurlTransport()
        var isTaken = true
        var bar = ProgressBar(bodies.count, output)
        defer { bar.hide() }
        for body in bodies {
            let delivery = SignedDelivery(
                body, to: url, secret: secret ?? Secret(""), sentAt: Date() - (stale ? 3600 : 0))
            let headers = [("Content-Type", "application/json")] + (secret == nil ? [] : delivery.headers)
            do {
                let answer = try await transport.send(
                    HTTPCall(method: "POST", url: url, headers: headers, body: body, isWrite: true))
                bar.hide()
                show(answer.status, String(decoding: answer.body, as: UTF8.self))
                isTaken = isTaken && 200..<300 ~= answer.status
            } catch {
                bar.hide()
                show(0, "\(error)")
                isTaken = false
            }
            bar.step()
        }
        if !isTaken { throw CommandEnd.unmet }
    }

    private func bodies() throws -> [[UInt8]] {
        var changes = Trigger.Options()
        (changes.count, changes.isDuplicated, changes.isShuffled) = (count, duplicate, shuffle)
        for text in set {
            guard let mark = text.firstIndex(of: "=") else { throw ValidationError("--set needs path=value, not \(text)") }
            let value = String(text[text.index(after: mark)...])
            changes.changes.append((String(text[..<mark]), (try? JSON.parse(Array(value.utf8))) ?? .string(value)))
        }
        do throws(FieldError) {
            return try Trigger(named: sample).bodies(changes, now: Date(), seed: .random(in: 0...UInt64.max))
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func show(_ status: Int, _ text: String) {
        if output.json {
            return say(JSON.object(["status": .number(JSONNumber(status)), "body": .string(text)]))
        }
        let word = status == 0 ? "no answer" : "\(status)"
        say(output.style.text(word, 200..<300 ~= status ? .good : .bad) + "  " + PrintedText.escaped(text))
    }
}
