import ArgumentParser
import CurlTransport
import Foundation
import RelayCore

/// Many calls of every sort, and what the process holds before and after.
struct Endure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes many calls, failing ones among them, and prints what the process holds before and after.",
        discussion: """
            Of twenty calls thirteen are reads on kept connections and two are writes on fresh ones; the others end by a \
            closed or reset connection, an answer over the limit, a refused connection, and a cancellation at any moment. \
            A tenth of the calls is made first, so that what is set up once is not counted. Ends with 1 when a file \
            descriptor is left over, memory grew by more than allowed, or a call ended otherwise than it should.
            """)

    @Option(help: "How many calls.") var requests = 100_000
    @Option(help: "How many at once.") var parallel = 8
    @Option(help: "By how many MiB the resident memory may grow after the warm-up.") var growth = 8.0

    func validate() throws {
        guard requests >= 100, parallel >= 1 else { throw ValidationError("--requests from 100, --parallel from 1") }
    }

    func run() async throws {
        let server = try ServerProcess()
        defer { server.stop() }
        let before = try ProcessFigures.now()
        var transport: CurlTransport? = CurlTransport(limits: .init(answerBytes: 1 << 19))
        var faults = 0
        func round(_ count: Int) async {
            if let transport { faults += await calls(count, transport, server.url) }
        }
        await round(requests / 10)
        let warm = try ProcessFigures.now()
        Self.show("before", before)
        Self.show("after \(requests / 10) calls", warm)
        var done = requests / 10
        for quarter in 1...4 {
            let until = requests * quarter / 4
            await round(until - done)
            done = until
            Self.show("after \(done) calls", try .now())
        }
        let last = try ProcessFigures.now()
        transport = nil
        // The thread ends by itself, soon.
        let deadline = ContinuousClock.now + .seconds(10)
        while try ProcessFigures.now().descriptors > before.descriptors, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        let end = try ProcessFigures.now()
        Self.show("without the transport", end)
        var reasons: [String] = []
        if faults > 0 { reasons.append("\(faults) calls ended otherwise than they should") }
        if last.resident - warm.resident > growth { reasons.append("memory grew") }
        if end.descriptors > before.descriptors { reasons.append("file descriptors are left over") }
        print(reasons.isEmpty ? "no leak seen, no signal, every call ended as it should" : reasons.joined(separator: "; "))
        if !reasons.isEmpty { throw ExitCode(1) }
    }

    private static func show(_ what: String, _ figures: ProcessFigures) {
        print(
            String(
                format: "%@ %7.1f MiB resident %5d descriptors %4d threads",
                what.padding(toLength: 26, withPad: " ", startingAt: 0), figures.resident, figures.descriptors, figures.threads))
        // Lines that come when they are due, into a pipe as well.
        fflush(nil)
    }

    /// - Returns: How many ended otherwise than they should.
    private func calls(_ count: Int, _ transport: CurlTransport, _ url: String) async -> Int {
        let lane = (count + parallel - 1) / parallel
        return await withTaskGroup(of: Int.self) { group in
            for first in 0..<parallel {
                group.addTask {
                    var faults = 0
                    for index in stride(from: first, to: min(count, lane * parallel), by: parallel) {
                        if await !Sort.allCases[index / parallel % Sort.allCases.count].isAsItShould(transport, url) {
                            faults += 1
                        }
                    }
                    return faults
                }
            }
            return await group.reduce(0, +)
        }
    }

    /// Twenty calls in turn.
    private enum Sort: CaseIterable {
        case read1, read2, read3, write1, read4, read5, end, read6, read7, large, read8, cancelled, read9, reset, read10, write2,
            read11, refused, read12, read13

        func isAsItShould(_ transport: CurlTransport, _ url: String) async -> Bool {
            switch self {
            case .write1, .write2:
                await ends(
                    transport, HTTPCall(method: "POST", url: url, body: [UInt8](repeating: 0x41, count: 2048), isWrite: true), nil
                )
            case .end: await ends(transport, HTTPCall(method: "POST", url: "\(url)/end", body: [], isWrite: true), .interrupted)
            case .reset:
                await ends(transport, HTTPCall(method: "POST", url: "\(url)/reset", body: [], isWrite: true), .interrupted)
            case .large: await ends(transport, HTTPCall(method: "GET", url: "\(url)/large", isWrite: false), .answerTooLarge)
            // Nobody listens on port 1 of the loopback address.
            case .refused: await ends(transport, HTTPCall(method: "GET", url: "http://127.0.0.1:1/", isWrite: true), .notSent)
            case .cancelled: await isCancelled(transport, HTTPCall(method: "GET", url: "\(url)/silent", isWrite: false))
            default: await ends(transport, HTTPCall(method: "GET", url: url, isWrite: false), nil)
            }
        }

        private func ends(_ transport: CurlTransport, _ call: HTTPCall, _ kind: TransportError.Kind?) async -> Bool {
            do throws(TransportError) {
                return try await transport.send(call).status == 200 && kind == nil
            } catch {
                return error.kind == kind
            }
        }

        private func isCancelled(_ transport: CurlTransport, _ call: HTTPCall) async -> Bool {
            let task = Task { await ends(transport, call, .cancelled) }
            for _ in 0..<Int.random(in: 0...50) { await Task.yield() }
            task.cancel()
            return await task.value
        }
    }
}
