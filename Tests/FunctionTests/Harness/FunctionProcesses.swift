import Deployment
import Foundation
import HostDelivery
import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport
import Testing

/// A clock that can be moved, for the simulated portal and for processes alike.
final class MovableClock: RelayClock {
    private let offset = Mutex(0.0)

    var ahead: Double { offset.withLock { $0 } }
    var now: Date { Date() + ahead }
    func advance(_ seconds: Double) { offset.withLock { $0 += seconds } }

    var ambient: Ambient {
        var ambient = Ambient.live
        ambient.now = { self.now }
        return ambient
    }
}

/// The built functions: each event is a process of its own, and a process can be killed while it waits for HubSpot.
final class FunctionProcesses: EventRunner {
    struct Kill: Sendable, CustomStringConvertible {
        enum Moment: String, Sendable, CaseIterable {
            /// HubSpot never carries the call out.
            case before
            /// HubSpot has carried it out, and the process has not read the answer.
            case after
        }

        let call: Int
        let moment: Moment
        var description: String { "\(moment.rawValue) call \(call)" }
    }

    private let simulator: SimulatorServer
    private let clock: MovableClock
    private let catalog: FunctionCatalog
    private let environment: [String: String]
    private let changes: [String: String]
    private let isChanged = Mutex(false)
    private let plan: Kill?
    private let isKilled = Mutex(false)

    var killed: Int { isKilled.withLock { $0 ? 1 : 0 } }

    /// Sees to it that what runs from now on has the other settings.
    func change() { isChanged.withLock { $0 = true } }

    /// - Parameters:
    ///   - change: Settings that change when a process was killed, or somebody says so.
    ///   - kill: Ends the process that makes that call.
    init(
        _ simulator: SimulatorServer, _ clock: MovableClock, environment: [String: String], change: [String: String] = [:],
        kill: Kill? = nil
    ) async throws {
        self.simulator = simulator
        self.clock = clock
        self.environment = environment
        changes = change
        plan = kill
        catalog = try await Conversation.catalog()
        if let kill { Self.hold(kill, simulator) }
    }

    func taker(of event: RelayEvent) -> String? { catalog.routing.takers(of: event.type).first }

    /// How long an answer is held back, in seconds: much longer than it takes to kill the process that waits for it.
    private static let held: Double = 30

    private static func hold(_ kill: Kill, _ simulator: SimulatorServer) {
        let count = Mutex(-1)
        let match = CallMatch { _ in
            count.withLock { count in
                count += 1
                return count == kill.call
            }
        }
        let fault: Fault =
            kill.moment == .before ? .dropBeforeActing.after(seconds: held) : .spoil(.slow(seconds: held))
        simulator.failNext(fault, matching: match)
    }

    func run(_ event: RelayEvent, by function: String) async throws -> FunctionResult? {
        // Whoever has to wait for its turn does so before the deadline is set.
        try await FewAtOnce.run { try await runAtOnce(event, function) }
    }

    private func runAtOnce(_ event: RelayEvent, _ function: String) async throws -> FunctionResult? {
        let envelope: JSON = ["event": event.json, "deadline": .string(Timestamp.rfc3339(clock.now + 20))]
        let settings = isChanged.withLock { $0 } ? environment.merging(changes) { $1 } : environment
        let command = Command(
            Executable.url(function).path,
            environment: settings.merging(["TEST_CLOCK_AHEAD": "\(clock.ahead)"]) { $1 }, folder: Executable.root.path)
        let process = Task { try await command.run(input: envelope.canonicalBytes) }
        let target = killed == 0 ? plan : nil
        let killer = Task { [simulator] () -> Bool in
            guard let kill = target else { return false }
            while !Task.isCancelled {
                let calls = simulator.calls
                if calls.count > kill.call, kill.moment == .before || calls[kill.call].status != nil {
                    // The answer's first half may have arrived; its second never does.
                    process.cancel()
                    return true
                }
                try? await Task.sleep(for: .milliseconds(2))
            }
            return false
        }
        let outcome = await process.result
        killer.cancel()
        if await killer.value {
            isKilled.withLock { $0 = true }
            change()
            return nil
        }
        let output = try outcome.get().output
        let result = try FunctionResult(json: try JSON.parse(output))
        #expect(output == Array((result.line + "\n").utf8), "\(function) prints another line than its result's")
        return result
    }
}
