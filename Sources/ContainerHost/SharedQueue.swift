import HostCore
import HostDelivery
import Logging
import PostgresQueue
import RelayCore

/// A queue in PostgreSQL as a container has it: what is erased goes from the history beside it, too.
struct SharedQueue: Sendable {
    let sink: Dispatcher
    let reach: QueueReach
    let historyErasure: HistoryErasure
    private let engine: PostgresEventQueue
    private let functions: [String]
    private let ambient: Ambient

    /// Seconds until a queue is looked for again that could not be reached.
    static let pause: Double = 5

    /// - Parameter lanes: Of the function; none where it only stores.
    init(
        url: String, _ lanes: [Lane], routing: EventRouting, invoker: any Invoker, ambient: Ambient, logger: Logger
    ) throws(HostError) {
        let engine = try PostgresEventQueue(url: url)
        self.engine = engine
        self.ambient = ambient
        functions = lanes.map(\.function)
        reach = QueueReach(probe: { _ = try await engine.counts() }, ambient: ambient, logger: logger)
        historyErasure = HistoryErasure(try PostgresHistory(url: url), notes: engine, ambient: ambient, logger: logger)
        sink = Dispatcher(
            lanes, routing: routing, queue: engine, invoker: invoker, observers: HostObservers(), history: historyErasure,
            ambient: ambient, logger: logger)
    }

    /// Delivers until the task is cancelled; what is begun is finished first.
    func run() async {
        guard await isReached() else { return }
        let erasing = Task { await historyErasure.run() }
        await sink.run()
        erasing.cancel()
        await erasing.value
    }

    /// - Returns: False where the task was cancelled first.
    private func isReached() async -> Bool {
        while !Task.isCancelled {
            do {
                try await engine.host(of: functions, now: ambient.now())
                reach.note(nil)
                return true
            } catch {
                reach.note(error)
                await ambient.sleep(Self.pause)
            }
        }
        return false
    }
}
