import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("hubspot-simulator")
struct SimulatorExecutableTests {
    struct Case: NamedCase {
        let name: String
        var arguments: [String]
        /// Of a settings file that is given too.
        var settings: String?
        let says: String
    }

    static let bad = [
        Case(name: "no port", arguments: ["--port", "70000"], says: "--port"),
        Case(name: "a target without a secret", arguments: ["--target", "http://127.0.0.1/hook"], says: "--client-secret"),
        Case(
            name: "a target that is no URL", arguments: ["--target", "hook", "--client-secret", "example-secret"],
            says: "--target"),
        Case(name: "no events", arguments: ["--events-per-second", "0"], says: "--events-per-second"),
        Case(name: "a file that is not there", arguments: ["--settings", "missing.json"], says: "missing.json"),
        Case(name: "a file that is no JSON", arguments: [], settings: "{", says: "is not JSON"),
        Case(name: "an unknown setting", arguments: [], settings: #"{"createTickets":true}"#, says: "createTickets"),
        Case(
            name: "an inner setting of another type", arguments: [],
            settings: #"{"rep":{"userId":"x","ownerId":1,"firstName":"A","lastName":"B","email":"a@b.example"}}"#,
            says: "rep.userId"),
    ]

    @Test("What it is told wrongly is said, and it ends", arguments: bad)
    func refuses(_ row: Case) async throws {
        let folder = try TemporaryFolder()
        var arguments = row.arguments
        if let settings = row.settings {
            let path = folder.path("settings.json")
            try settings.write(toFile: path, atomically: true, encoding: .utf8)
            arguments += ["--settings", path]
        }
        let run = try await Executable.run("hubspot-simulator", arguments)
        #expect(run.exitCode == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(row.says))
        #expect(!run.errors.contains("example-secret"))
    }

    @Test("Prints where it is, answers, and ends with 0 when told to")
    func runs() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("settings.json")
        try #"{"portalId":7,"accessToken":"pat-na1-example"}"#.write(toFile: path, atomically: true, encoding: .utf8)
        let command = Command(Executable.url("hubspot-simulator").path, ["--port", "0", "--settings", path])
        let outcome = try await command.whileRunning(endedBy: .signal) { line in
            let match = try #require(
                try /url=(http:\/\/127\.0\.0\.1:[0-9]+) token=pat-na1-example portal=7/.wholeMatch(in: line))
            let call = HTTPCall(method: "GET", url: "\(match.output.1)/simulator", timeout: Hang.seconds, isWrite: false)
            let answer = try await CurlTransport().send(call)
            #expect(try JSON.parse(answer.body)["portalId"] == 7)
        }
        #expect(outcome.exitCode == 0)
    }
}
