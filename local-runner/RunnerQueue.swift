import Foundation
import FunctionHost
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue

/// The runner's queue as another process uses it: what is put into it wakes the runner, where one runs.
struct RunnerQueue {
    private let routing: EventRouting
    private let queue: SQLiteEventQueue

    /// Makes the queue where there is none.
    init(_ options: RunnerOptions) async throws {
        routing = try await FunctionCatalog(try options.readTemplate(), folder: options.executablesFolder).routing
        try options.makeStateFolder()
        queue = try SQLiteEventQueue(path: try options.queuePath())
    }

    /// The names of the functions that take such events.
    func takers(of type: String) -> [String] { routing.takers(of: type) }

    /// Queues the event for every function that takes it.
    /// - Returns: What became of it, for people.
    func put(_ event: RelayEvent) async throws -> String {
        let name = "\(event.type) \(event.id)"
        let takers = takers(of: event.type)
        if takers.isEmpty { return "not delivered: \(name): no function takes it" }
        let added = try await queue.add(takers.map { NewDelivery(function: $0, event: EncodedEvent(event)) }, now: Date())
        queue.ring()
        return added == 0
            ? "not queued: \(name) is already in the queue or among the dead letters"
            : "queued: \(name) for \(takers.joined(separator: ", "))"
    }
}
