import AWSClient
import Deployment
import HostCore
import HostDelivery
import Logging
import RelayCore
import SQSQueue

/// Where a container's events come from, beside HTTP, and where what its function emits goes.
struct EventWays: Sendable {
    enum Queue: Sendable {
        case sqs(SQSSource)
        case postgres(SharedQueue)
    }

    let sink: any EventSink
    let hasSink: Bool
    /// Of `QUEUE_URL`; nil where that is not set, or the function takes nothing out of a queue.
    let queue: Queue?
    /// Where what was erased goes, for who looks through SQS's dead letters; nil: nobody needs to.
    let erasures: (any EventSink)?
    let erasing: SQSErasing?
    /// Of what `QUEUE_URL` names, also where it is only stored into; nil where that is not set.
    let reach: QueueReach?

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
        let routing = settings.catalog.routing
        switch keys[ConfigurationKeys.containerQueueURL] {
        case nil:
            (sink, hasSink, queue, reach) = (named ?? MissingSink(), named != nil, nil, nil)
            (erasures, erasing) = (nil, nil)
        case .postgres(let url):
            // An event that is done leaves the database in one step with what it led to.
            if named != nil { throw Self.fault(ConfigurationKeys.sink.name, "cannot be used beside a QUEUE_URL of PostgreSQL") }
            let shared = try SharedQueue(
                url: url, takesQueued ? [lane] : [], routing: routing, invoker: invoker, ambient: ambient, logger: logger)
            (sink, hasSink, queue, reach) = (shared.sink, true, takesQueued ? .postgres(shared) : nil, shared.reach)
            (erasures, erasing) = (nil, nil)
        case .sqs(let url):
            let address = SQSAddress(url)
            if let region = address.region, let own = try? AWSSettings(environment: settings.environment).region, region != own {
                throw Self.fault(
                    ConfigurationKeys.queueURL.name, "is of the region \(region), and \(AWSVariables.region) is \(own)")
            }
            let reach = QueueReach(ambient: ambient, logger: logger)
            let caller: WatchedQueues
            do {
                caller = WatchedQueues(
                    caller: try AWSQueues(environment: settings.environment, transport: transport, ambient: ambient), reach: reach
                )
            } catch {
                throw Self.fault(ConfigurationKeys.queueURL.name, "cannot be used: \(error)")
            }
            func sends(by routing: EventRouting) -> SQSEventSink {
                SQSEventSink(
                    address, caller: caller, routing: routing, observers: HostObservers(), ambient: ambient, logger: logger)
            }
            (sink, hasSink, self.reach) = (named ?? sends(by: routing), true, reach)
            guard takesQueued else {
                (queue, erasures, erasing) = (nil, nil, nil)
                return
            }
            queue = .sqs(
                SQSSource(
                    address, of: lane.function, caller: caller, maximumReceives: lane.maximumReceives, ambient: ambient,
                    logger: logger))
            // By its own queue: what cannot be done at once waits there.
            erasures = sends(by: EventRouting([lane.taking(QueueErasure.type)]))
            erasing = SQSErasing(
                address, of: settings.catalog.functions.filter(settings.catalog.isFed).map(\.name), caller: caller,
                ambient: ambient, logger: logger)
        }
    }

    private static func fault(_ key: String, _ problem: String) -> ConfigurationFaults {
        ConfigurationFaults([ConfigurationFault(key: key, problem: problem)])
    }
}
