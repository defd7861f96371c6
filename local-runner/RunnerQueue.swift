import ArgumentParser
import Deployment
import Foundation
import HostCore
import HostDelivery
import QueueEngines
import RelayCore
import StoreEngines

/// The runner's queue as another process uses it: what is put into it wakes the runner, where one runs.
struct RunnerQueue {
    private let routing: EventRouting
    private let queue: any HostQueue

    /// Makes the queue where there is none, and a runner may come.
    /// - Throws: ``ValidationError`` where the sessions are on a server, and no runner has used this folder: what is put there nobody may
    ///   ever take.
    init(_ options: RunnerOptions) async throws {
        let storeURL = try options.environment()[ConfigurationKeys.storeURL.name] ?? ""
        if StoreEngine.isOnServer(storeURL: storeURL), let missing = try options.queuePlace().missingQueue {
            throw ValidationError(
                "there is no queue at \(missing): no runner works with this folder. Give QUEUE_URL or --state as the runner has them; "
                    + "where containers do the work, ask them by the API (docs/api.md)")
        }
        routing = try await FunctionCatalog(try options.readTemplate(), folder: options.executablesFolder).routing
        try options.makeStateFolder()
        queue = try options.queuePlace().queue()
    }

    /// The names of the functions that take such events.
    func takers(of type: String) -> [String] { routing.takers(of: type) }

    /// Queues the event for every function that takes it.
    func put(_ event: RelayEvent) async throws -> QueuedEvent {
        let takers = takers(of: event.type)
        guard !takers.isEmpty else { return QueuedEvent(event, for: [], isQueued: false) }
        let added = try await queue.add(takers.map { NewDelivery(function: $0, event: EncodedEvent(event)) }, now: Date())
        await queue.ring()
        return QueuedEvent(event, for: takers, isQueued: added > 0)
    }
}

/// What became of an event that was to be queued.
struct QueuedEvent {
    private let id: String
    private let type: String
    private let functions: [String]
    /// Whether it was not there already.
    private let isQueued: Bool

    init(_ event: RelayEvent, for functions: [String], isQueued: Bool) {
        id = event.id
        type = event.type
        self.functions = functions
        self.isQueued = isQueued
    }

    var name: String { "\(type) \(id)" }

    /// For people.
    var sentence: String {
        if functions.isEmpty { return "not delivered: \(name): no function takes it" }
        return isQueued
            ? "queued: \(name) for \(functions.joined(separator: ", "))"
            : "not queued: \(name) is already in the queue or among the dead letters"
    }

    /// `{eventId, type, functions, isQueued}`
    var json: JSONObject {
        [
            "eventId": .string(id), "type": .string(type), "functions": .array(functions.map(JSON.string)),
            "isQueued": .bool(isQueued),
        ]
    }
}
