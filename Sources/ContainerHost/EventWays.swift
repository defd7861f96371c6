import AWSClient
import Deployment
import HostCore
import HostDelivery
import Logging
import PostgresQueue
import RelayCore
import SQSQueue

/// Where a container's events come from, beside HTTP, and where what its function emits goes.
struct EventWays: Sendable {
    enum Queue: Sendable {
        case sqs(SQSSource)
        case postgres(PostgresEventQueue, Dispatcher)
    }

    let sink: any EventSink
    let hasSink: Bool
    /// Of `QUEUE_URL`; nil where that is not set, or the function takes nothing out of a queue.
    let queue: Queue?

    /// - Parameter takesQueued: Whether other functions' events come to it.
    /// - Throws: ``ConfigurationFaults`` where the queue cannot be used.
    init(
        _ settings: ContainerSettings, _ keys: Configuration, lane: Lane, takesQueued: Bool, invoker: any Invoker,
        ambient: Ambient, logger: Logger
    ) throws {
        let transport = DeferredTransport()
        let named = keys[ConfigurationKeys.sink].map { url in
            HTTPEventSink(
                url: url, extensions: keys[ConfigurationKeys.sinkOverrides], key: keys[ConfigurationKeys.sinkKey],
                transport: transport, ambient: ambient)
        }
        guard let url = keys[ConfigurationKeys.containerQueueURL] else {
            (sink, hasSink, queue) = (named ?? MissingSink(), named != nil, nil)
            return
        }
        hasSink = true
        let routing = settings.catalog.routing
        if url.hasPrefix("postgres") {
            let engine = try PostgresEventQueue(url: url)
            let dispatcher = Dispatcher(
                takesQueued ? [lane] : [], routing: routing, queue: engine, invoker: invoker, observers: HostObservers(),
                ambient: ambient, logger: logger)
            if named != nil {
                // An event that is done leaves the database in one step with what it led to.
                throw Self.fault(ConfigurationKeys.sink.name, "cannot be used beside a QUEUE_URL of PostgreSQL")
            }
            sink = dispatcher
            queue = takesQueued ? .postgres(engine, dispatcher) : nil
            return
        }
        let caller: AWSQueues
        do {
            caller = try AWSQueues(environment: settings.environment, transport: transport, ambient: ambient)
        } catch {
            throw Self.fault(ConfigurationKeys.queueURL.name, "cannot be used: \(error)")
        }
        let address = SQSAddress(url)
        sink =
            named
            ?? SQSEventSink(
                address, caller: caller, routing: routing, observers: HostObservers(), ambient: ambient, logger: logger)
        queue =
            takesQueued
            ? .sqs(
                SQSSource(
                    address, of: lane.function, caller: caller, maximumReceives: lane.maximumReceives, ambient: ambient,
                    logger: logger)) : nil
    }

    private static func fault(_ key: String, _ problem: String) -> ConfigurationFaults {
        ConfigurationFaults([ConfigurationFault(key: key, problem: problem)])
    }
}
