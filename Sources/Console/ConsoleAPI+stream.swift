import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import Operations
import RelayCore

extension ConsoleAPI {
    /// How long one answer goes on, in seconds; a browser asks again then, from where it was.
    private static let length = 25.0
    /// A browser asks again after a while.
    private static let fault: [UInt8] = {
        let words: JSON = ["code": .string(ReasonCode.storeUnavailable.rawValue), "error": "the history could not be read"]
        return Array("retry: 5000\nevent: fault\ndata: \(words.canonical)\n\n".utf8)
    }()

    /// Server-sent events: `live` once the history is read; each `invocation` as it is written down, its number as the event's id;
    /// `fault` where the history cannot be read.
    ///
    /// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
    func stream(_ query: ConsoleQuery, lastEventID: String?) -> ConsoleAnswer {
        let (parts, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let filter: HistoryFilter
        do {
            filter = try query.filter(now: services.ambient.now())
        } catch {
            return .refused(400, .badField, error.description)
        }
        let sending = Task {
            defer { continuation.finish() }
            continuation.yield(Array("retry: 500\n\n".utf8))
            let end = services.ambient.now() + Self.length
            let follower = HistoryFollower(services.history, ambient: services.ambient)
            var (isLive, quiet) = (false, 0)
            do {
                try await follower.follow(filter, after: lastEventID.flatMap { Int64($0) }) { entries in
                    if !isLive { continuation.yield(Array("event: live\ndata: {}\n\n".utf8)) }
                    isLive = true
                    for entry in entries {
                        continuation.yield(
                            Array("id: \(entry.number)\nevent: invocation\ndata: \(entry.json.canonical)\n\n".utf8))
                    }
                    quiet = entries.isEmpty ? quiet + 1 : 0
                    // A proxy between may close what is silent.
                    if quiet % 20 == 10 { continuation.yield(Array(":\n\n".utf8)) }
                    return services.ambient.now() < end && !services.stopping.isSet
                }
            } catch is CancellationError {
                // Nobody listens any more.
            } catch {
                continuation.yield(Self.fault)
            }
        }
        continuation.onTermination = { _ in sending.cancel() }
        return ConsoleAnswer(status: 200, headers: ["content-type": "text/event-stream"], body: .stream(parts))
    }
}
