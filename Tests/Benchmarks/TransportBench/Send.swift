import ArgumentParser
import CurlTransport
import Foundation
import RelayCore

/// One measurement of the transport against a server that runs already.
struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends GET after GET to a URL and prints how many a second there were.",
        discussion:
            "Any answer but one of the 200s ends it with 1: refusing is quick, and measuring that would be measuring nothing.")

    @Option(help: "An http or https URL.") var url: String
    @Option(help: "How many.") var requests = 5000
    @Option(help: "How many at once.") var parallel = 1
    @Flag(help: "A new connection for each, as for a write.") var fresh = false
    @Option(name: .customLong("header"), help: "A header of each request, `Name: value`; may be given several times.")
    var headers: [String] = []

    func run() async throws {
        let call = HTTPCall(
            method: "GET", url: url,
            headers: headers.map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (String(parts[0]), parts.dropFirst().first.map { $0.trimmingCharacters(in: .whitespaces) } ?? "")
            }, timeout: 60, isWrite: fresh)
        let transport = CurlTransport()
        let lanes = max(parallel, 1)
        _ = try await answered(transport, call, 1)
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<lanes { group.addTask { try await answered(transport, call, max(requests / lanes, 1)) } }
            return try await group.reduce(0, +)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(Double(count) / seconds)
    }

    private func answered(_ transport: CurlTransport, _ call: HTTPCall, _ count: Int) async throws -> Int {
        for _ in 0..<count {
            let status = try await transport.send(call).status
            guard (200..<300).contains(status) else { throw ValidationError("the server answered \(status)") }
        }
        return count
    }
}
