import Hummingbird
import Logging
import NIOCore
import RelayCore
import ServiceLifecycle

/// A portal's API on a socket of this machine.
package actor SimulatorServer {
    /// The server could not be started, or was stopped before it ran.
    package struct NotStarted: Error, CustomStringConvertible {
        package let description: String
    }

    package nonisolated let portal: SimulatedPortal
    private nonisolated let journal = CallJournal()
    private nonisolated let meter = RateMeter()
    private let port: Int
    private let webhooks: WebhookSender?
    private var running: (group: ServiceGroup, task: Task<Void, any Error>, baseURL: String)?

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - webhooks: Whose deliveries the control calls show. It is not started or stopped here.
    package init(portal: SimulatedPortal, port: Int = 0, webhooks: WebhookSender? = nil) {
        self.portal = portal
        self.port = port
        self.webhooks = webhooks
    }

    /// Starts to answer, on 127.0.0.1 only.
    /// - Returns: The base URL, without a slash at its end.
    package func start() async throws -> String {
        if let running { return running.baseURL }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        // Hummingbird's own log says nothing that the call log does not.
        let quiet = Logger(label: "simulator", factory: { _ in SwiftLogNoOpLogHandler() })
        let application = Application(
            responder: SimulatorResponder(
                portal: portal, journal: journal, meter: meter,
                control: ControlResponder(Simulation(portal: portal, journal: journal, meter: meter, webhooks: webhooks))),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { found.yield(port) }
                found.finish()
            }, logger: quiet)
        let group = ServiceGroup(configuration: .init(services: [application], gracefulShutdownSignals: [], logger: quiet))
        let task = Task {
            defer { found.finish() }
            try await group.run()
        }
        guard let bound = await ports.first(where: { _ in true }) else {
            await group.triggerGracefulShutdown()
            do {
                try await task.value
            } catch let error as IOError {
                throw NotStarted(
                    description: ListenProblem.sentence(error.errnoCode, address: "127.0.0.1", port: port, choice: "--port"))
            }
            throw NotStarted(description: "the simulator found no address to listen on")
        }
        let baseURL = "http://127.0.0.1:\(bound)"
        running = (group, task, baseURL)
        return baseURL
    }

    /// Stops answering and closes every connection. Does nothing when it does not run.
    package func stop() async {
        guard let (_, task, _) = running else { return }
        running = nil
        // Not the graceful way, which waits for idle connections of clients.
        task.cancel()
        _ = await task.result
    }

    // MARK: Faults and the call log

    /// Makes the next calls that match go wrong; faults planned first are used up first.
    /// - Parameter times: nil for always, until they are forgotten.
    package nonisolated func failNext(_ fault: Fault, matching match: CallMatch = .any, times: Int? = 1) {
        journal.plan(fault, match, times: times)
    }

    package nonisolated func forgetFaults() { journal.forgetFaults() }

    /// The newest 10,000 calls, in the order of arrival; of the newest 1000 with their bodies.
    package nonisolated var calls: [SimulatedCall] { journal.calls }
}
