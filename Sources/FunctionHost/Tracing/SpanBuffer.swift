/// Spans that wait to be sent. There is an end to how many: what comes then is dropped, and counted.
struct SpanBuffer: Sendable {
    static let limit = 4096
    static let batch = 512

    private(set) var spans: [OTLPSpan] = []
    private(set) var dropped = 0

    /// - Returns: Whether there are enough to be sent at once.
    mutating func add(_ new: [OTLPSpan]) -> Bool {
        let room = Self.limit - spans.count
        spans += new.prefix(room)
        dropped += max(0, new.count - room)
        return spans.count >= Self.batch
    }

    mutating func take() -> [OTLPSpan] {
        let taken = Array(spans.prefix(Self.batch))
        spans.removeFirst(taken.count)
        return taken
    }

    /// Before those that came meanwhile.
    mutating func giveBack(_ taken: [OTLPSpan]) {
        let room = Self.limit - spans.count
        // The newest say most about what is wrong now.
        spans = taken.suffix(room) + spans
        dropped += max(0, taken.count - room)
    }

    mutating func drop(_ taken: [OTLPSpan]) { dropped += taken.count }
}
