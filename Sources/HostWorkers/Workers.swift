import HostCore
import Logging
import RelayCore

/// The worker processes of all functions of a host.
package final class Workers: Invoker {
    private let pools: [String: WorkerPool]

    /// - Parameters:
    ///   - environment: Each worker gets what its function may see of it.
    ///   - presences: A folder for the workers' files by which they see of each other who lives: of this host and of those
    ///     before it.
    ///   - onLog: Gets each line that a worker writes to its stderr; nil: it goes to that of this process.
    package init(
        _ functions: [FunctionExecutable], environment: [String: String], presences: String, ambient: Ambient, logger: Logger,
        onLog: (@Sendable (String) -> Void)?
    ) {
        pools = Dictionary(
            uniqueKeysWithValues: functions.map { function in
                (
                    function.name,
                    WorkerPool(
                        function, environment: environment, presences: presences, ambient: ambient, logger: logger,
                        onLog: onLog)
                )
            })
    }

    package func invoke(
        _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
    ) async -> Invocation {
        guard let pool = pools[function] else { preconditionFailure("there are no workers of \(function)") }
        return await pool.invoke(event, facts, within: seconds)
    }

    /// How long after its time a worker that hangs is killed, in seconds.
    package static let grace = Worker.grace

    /// Starts each function once, so that ``misconfigurations`` are known from the start on.
    /// - Returns: Why functions cannot be started, which is no fault of their configuration.
    @discardableResult
    package func check() async -> [String] {
        var problems: [String] = []
        for pool in pools.values { if let problem = await pool.check() { problems.append(problem) } }
        return problems.sorted()
    }

    /// Starts a worker of each function ahead of its first event.
    package func prepare() async { for pool in pools.values { await pool.prepare() } }

    /// Begins nothing more, and lets idle workers end.
    /// - Parameter seconds: After that a worker is killed.
    package func stop(within seconds: Double) async {
        await withTaskGroup(of: Void.self) { tasks in
            for pool in pools.values { tasks.addTask { await pool.stop(within: seconds) } }
        }
    }

    /// Functions that cannot be run as they are configured, and why.
    package var misconfigurations: [String: String] { pools.compactMapValues(\.misconfiguration) }

    /// Everything that is wrong with their configuration, each fault once, however many functions name it.
    package var configurationFaults: [ConfigurationFault] {
        let faults = pools.sorted { $0.key < $1.key }.flatMap(\.value.configurationFaults)
        return faults.reduce(into: []) { unique, fault in if !unique.contains(fault) { unique.append(fault) } }
    }

    /// How many workers each function lost in the middle of an event.
    package var restarts: [String: Int] { pools.mapValues(\.restarts) }
}
