import RelayCore

extension EventSink {
    /// As `accept`, for no longer than so many seconds: then the events count as not stored, and their cause comes again. What the
    /// sink took by then, or takes afterwards, is known by its ids.
    /// - Parameter seconds: nil: as long as the sink itself allows.
    func accept(_ events: [EncodedEvent], within seconds: Double?, _ ambient: Ambient) async throws {
        guard let seconds, !events.isEmpty else { return try await accept(events) }
        let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Void, SinkError>.self)
        Task {
            do {
                try await accept(events)
                outcome.yield(.success(()))
            } catch {
                outcome.yield(.failure(SinkError(error)))
            }
        }
        let limit = Task {
            await ambient.sleep(max(seconds, Self.least))
            outcome.yield(.failure(SinkError(.storeUnavailable, "the sink did not answer in time")))
        }
        defer { limit.cancel() }
        // In a task of its own: who is cancelled does not leave it half done.
        try await Task { await outcomes.first { _ in true } }.value?.get()
    }

    /// Tried for so many seconds also where the function has used up its time.
    private static var least: Double { 0.2 }
}
