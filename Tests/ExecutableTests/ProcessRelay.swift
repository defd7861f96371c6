import Foundation
import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport
import Testing

/// A clock that can be moved, for the simulated portal and for processes alike.
final class MovableClock: Sendable {
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

/// The built functions and a queue between them: each event is a process of its own, and a process can be killed while it
/// waits for HubSpot.
final class ProcessRelay {
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

    private struct Waiting {
        let function: String
        var event: RelayEvent
        var due: Date
    }

    let simulator: SimulatorServer
    let clock = MovableClock()
    private let folder: TemporaryFolder
    private var environment: [String: String] = [:]
    private var queue: [Waiting] = []
    /// Deliver every event once more after it was finished, as a host does that ends before it has noted that.
    var deliversTwice = false
    private(set) var killed = 0

    var portal: SimulatedPortal { simulator.portal }

    private static let takers: [String: String] = [
        "hubspot.conversation.": "message-route", "conversation.turn": "ai-turn", "ai.reply": "ai-reply-post",
        "reply.check": "ai-reply-post", "ai.handoff": "handoff-comment", "hubspot.ticket.": "ticket-property-mirror",
    ]

    init(_ settings: PortalSettings) async throws {
        folder = try TemporaryFolder()
        simulator = SimulatorServer(portal: SimulatedPortal(settings: settings, ambient: clock.ambient))
        environment = [
            "HUBSPOT_API_BASE": try await simulator.start(), "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))",
            "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(), "HUBSPOT_USER_ID": "\(settings.aiUser.userID)",
            "HUBSPOT_APP_ID": "\(settings.appID)", "HANDOFF_USER_ID": "\(settings.rep.userID)", "CHAT_DELAY": "0",
            "EMAIL_DELAY": "0", "ARTICLES_PATH": "functions/ai-turn/articles", "REPLY_CHECK_DELAY": "0", "LOG_LEVEL": "off",
            "PATH": "/usr/bin:/bin",
        ]
    }

    func add(_ event: RelayEvent) {
        for (prefix, function) in Self.takers where event.type.hasPrefix(prefix) {
            if queue.contains(where: { $0.function == function && $0.event.key == event.key }) { continue }
            queue.append(Waiting(function: function, event: event, due: event.notBefore ?? clock.now))
        }
    }

    private func receive() async {
        for event in WebhookBatch(await portal.takeWebhooks(), organization: nil, portalID: nil).events { add(event) }
    }

    /// Delivers until nothing waits.
    /// - Parameter kill: Ends the process that makes that call.
    func settle(_ kill: Kill? = nil) async throws {
        if let kill { plan(kill) }
        await receive()
        var deliveries = 0
        while !queue.isEmpty {
            deliveries += 1
            try #require(deliveries < 400, "the relay does not come to rest")
            guard let index = queue.firstIndex(where: { $0.due <= clock.now }) else {
                let due = queue.map(\.due).min() ?? clock.now
                clock.advance(max(0.001, due.timeIntervalSince(clock.now)))
                continue
            }
            let waiting = queue.remove(at: index)
            guard let result = try await run(waiting, kill) else {
                // Killed: the host delivers it again.
                queue.append(waiting)
                continue
            }
            if deliversTwice {
                let again = try await run(waiting, nil)
                if result.status == .done || result.status == .skipped { #expect(again?.line == result.line) }
            }
            try settle(result, of: waiting)
            await receive()
        }
    }

    private func settle(_ result: FunctionResult, of waiting: Waiting) throws {
        if result.status == .retry {
            var again = waiting
            if result.code?.isWait != true { again.event.attempt += 1 }
            // A little longer than asked for: fewer processes until a lease has ended.
            again.due = clock.now + max(Double(result.retryAfterSeconds ?? 1), result.code?.isWait == true ? 15 : 1)
            try #require(again.event.attempt < 5, "\(result.line)")
            queue.append(again)
        }
        #expect(result.status != .failed, "\(waiting.function): \(result.line)")
        result.events.forEach(add)
    }

    // MARK: Processes

    /// How long an answer is held back, in seconds: much longer than it takes to kill the process that waits for it.
    private static let held: Double = 30

    private func plan(_ kill: Kill) {
        let count = Mutex(-1)
        let match = CallMatch { _ in
            count.withLock { count in
                count += 1
                return count == kill.call
            }
        }
        let fault: Fault =
            kill.moment == .before ? .dropBeforeActing.after(seconds: Self.held) : .spoil(.slow(seconds: Self.held))
        simulator.failNext(fault, matching: match)
    }

    /// - Returns: nil when the process was killed.
    private func run(_ waiting: Waiting, _ kill: Kill?) async throws -> FunctionResult? {
        // Whoever has to wait for its turn does so before the deadline is set.
        try await FewAtOnce.run { try await runAtOnce(waiting, kill) }
    }

    private func runAtOnce(_ waiting: Waiting, _ kill: Kill?) async throws -> FunctionResult? {
        let envelope: JSON = [
            "event": waiting.event.json, "deadline": .string(Timestamp.rfc3339(clock.now + 20)),
        ]
        let command = Command(
            Executable.url(waiting.function).path,
            environment: environment.merging(["TEST_CLOCK_AHEAD": "\(clock.ahead)"]) { $1 }, folder: Executable.root.path)
        let process = Task { try await command.run(input: envelope.canonicalBytes) }
        let target = killed == 0 ? kill : nil
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
            killed += 1
            return nil
        }
        return try FunctionResult(json: try JSON.parse(try outcome.get().output))
    }
}
