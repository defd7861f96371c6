import Logging
import RelayCore

/// Takes what was erased out of side files: behind the erasures, and once for all of a moment. Where somebody reads at the same time
/// it cannot be done, and is tried again.
final class TraceErasure: Sendable {
    private let places: [any EventErasing]
    private let ambient: Ambient
    private let logger: Logger
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// Before each further try, in seconds.
    private static let pauses: [Double] = [0.2, 1, 5]

    init(_ places: [any EventErasing], ambient: Ambient, logger: Logger) {
        self.places = places
        self.ambient = ambient
        self.logger = logger
        (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Something was erased.
    func note() { wake.yield() }

    /// Until the task is cancelled, as that of a host is that stops; begins with what a former host has left.
    func run() async {
        note()
        for await _ in wakeUps { await erase() }
        // In a task of its own, which is not cancelled.
        await Task { _ = await failure() }.value
    }

    private func erase() async {
        for pause in Self.pauses {
            if await failure() == nil || Task.isCancelled { return }
            await ambient.sleep(pause)
        }
        guard let failure = await failure(), !Task.isCancelled else { return }
        logger.warning(
            "what was erased may stand in a side file for a while", metadata: ["detail": "\(type(of: failure))"])
    }

    private func failure() async -> (any Error)? {
        var failure: (any Error)?
        for place in places {
            do { try await place.eraseTraces() } catch { failure = error }
        }
        return failure
    }
}
