import FoundationEssentials
import RelayCore

/// Asks an AI within a time, and waits where it is busy: as long as it says, otherwise a little longer each time.
struct PatientAsking {
    private let transport: any HTTPTransport
    private let ambient: Ambient
    /// By when an answer must be there.
    private let end: Date
    /// When a call is given up: later, because whoever sets the turn's time ends the call by then and knows why.
    private let callEnd: Date
    private let place: TraceContext?

    /// - Parameter timeout: The engine's own time, in seconds.
    init(_ request: AnswerRequest, timeout: Double, transport: any HTTPTransport, ambient: Ambient) {
        self.transport = transport
        self.ambient = ambient
        callEnd = ambient.now() + timeout
        end = min(request.end ?? callEnd, callEnd)
        place = request.place
    }

    /// Seconds to wait for an endpoint that does not say how long; the last one again and again.
    private static let pauses: [Double] = [0.5, 1, 2, 4]
    /// However soon an endpoint wants to be asked again, in seconds.
    private static let leastPause: Double = 0.2
    /// An answer that is asked for with less time than this would not be there in time, in seconds.
    private static let leastTime: Double = 0.5

    /// - Returns: An answer of any status: one of a busy AI where no time is left to wait for it.
    func ask(_ call: HTTPCall) async throws(AnswerError) -> HTTPAnswer {
        var pauses = Self.pauses[...]
        var call = call
        if let place { call.headers.append(("traceparent", place.traceParent)) }
        while true {
            guard end > ambient.now() else { throw AnswerError("no time was left to ask again", isFinal: true) }
            call.timeout = callEnd.timeIntervalSince(ambient.now())
            call.idleTimeout = call.timeout
            let answer = try await transport.ask(call)
            guard Self.isBusy(answer) else { return answer }
            let pause = Self.retryAfter(answer, now: ambient.now()) ?? pauses[pauses.startIndex]
            guard end.timeIntervalSince(ambient.now()) - pause > Self.leastTime, !Task.isCancelled else { return answer }
            await ambient.sleep(pause)
            if pauses.count > 1 { pauses.removeFirst() }
        }
    }

    /// 529 is Anthropic's word for 503. Whoever has used up what they paid for waits in vain.
    static func isBusy(_ answer: HTTPAnswer) -> Bool {
        guard [429, 503, 529].contains(answer.status) else { return false }
        let complaint = Complaint(answer)
        return complaint != .tooLong && complaint != .quotaSpent
    }

    /// Seconds, or a date. Source: RFC 9110, section 10.2.3
    private static func retryAfter(_ answer: HTTPAnswer, now: Date) -> Double? {
        let seconds =
            answer.headers["retry-after-ms"].flatMap(Double.init).map { $0 / 1000 }
            ?? answer.headers["retry-after"].flatMap { Double($0) ?? HTTPDate.parse($0)?.timeIntervalSince(now) }
        guard let seconds, seconds.isFinite else { return nil }
        return max(seconds, leastPause)
    }
}

extension AnswerError {
    /// An answer that says no more than its status. An endpoint that is busy for longer than there is time is not asked again.
    init(status answer: HTTPAnswer) {
        self.init("AI_URL answered with HTTP status \(answer.status)", isFinal: PatientAsking.isBusy(answer))
    }
}
