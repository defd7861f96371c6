import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import Operations
import RelayCore

extension ConsoleAPI {
    /// Server-sent events: `live` once the history is read, with an id, so that a browser that asks again before anything came
    /// misses nothing; each `invocation` as it is written down, its number as the event's id; `fault` where the history cannot be
    /// read, which ends it.
    ///
    /// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
    func stream(_ query: ConsoleQuery, _ request: ConsoleRequest) throws -> ConsoleAnswer {
        let source = InvocationStream(
            try query.filter(now: services.ambient.now()), after: request.headers["last-event-id"].flatMap { Int64($0) },
            services: services,
            failed: { failed($0, request, as: .retry(.storeUnavailable, "the history could not be read")) })
        return ConsoleAnswer(
            status: 200, headers: ["content-type": "text/event-stream"],
            body: .stream(AsyncStream(unfolding: { await source.next() })))
    }
}

/// The parts of one answer. Each is made when it is asked for: a caller who is slow, or has gone, costs no memory.
private actor InvocationStream {
    private let which: HistoryFilter
    private let after: Int64?
    private let services: ConsoleServices
    private let failed: @Sendable (any Error) -> ConsoleAnswer
    private let end: Date
    private var follower: HistoryFollower?
    private var quiet = 0
    private var isOver = false

    /// How long one answer goes on, in seconds; a browser asks again then, from where it was.
    private static let length = 25.0
    /// A proxy between may close what is silent for longer: so many looks.
    private static let longestSilence = 10

    init(
        _ which: HistoryFilter, after: Int64?, services: ConsoleServices,
        failed: @escaping @Sendable (any Error) -> ConsoleAnswer
    ) {
        self.which = which
        self.after = after
        self.services = services
        self.failed = failed
        end = services.ambient.now() + Self.length
    }

    /// nil: the answer ends.
    func next() async -> [UInt8]? {
        if isOver { return nil }
        do {
            if let follower { return try await next(of: follower) }
            return try await begin()
        } catch is CancellationError {
            isOver = true
            return nil
        } catch {
            isOver = true
            guard case .bytes(let words) = failed(error).body else { return nil }
            // A browser asks again after a while.
            return Array("retry: 5000\nevent: fault\ndata: ".utf8) + words + Array("\n\n".utf8)
        }
    }

    private func begin() async throws -> [UInt8] {
        let newest = try await services.history.newestNumber()
        // A history that was begun anew counts from 1.
        let start = min(after ?? newest, newest)
        follower = HistoryFollower(services.history, which, after: start, ambient: services.ambient)
        return Array("retry: 500\nid: \(start)\nevent: live\ndata: {}\n\n".utf8)
    }

    private func next(of follower: HistoryFollower) async throws -> [UInt8]? {
        while services.ambient.now() < end, !services.stopping.isSet, !Task.isCancelled {
            let entries = try await follower.next()
            quiet = entries.isEmpty ? quiet + 1 : 0
            if !entries.isEmpty { return Array(entries.map(Self.part).joined().utf8) }
            if quiet % Self.longestSilence == 0 { return Array("id: \(await follower.position)\n\n".utf8) }
        }
        return nil
    }

    private static func part(_ entry: HistoryEntry) -> String {
        "id: \(entry.number)\nevent: invocation\ndata: \(entry.json.canonical)\n\n"
    }
}
