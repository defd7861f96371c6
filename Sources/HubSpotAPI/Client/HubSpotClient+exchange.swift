import FoundationEssentials
import RelayCore

extension HubSpotClient {
    /// One request and its answer, whatever its status; where every request goes through.
    func exchange(_ call: HTTPCall, _ operation: String, _ budget: CallBudget) async throws(HubSpotError) -> HTTPAnswer {
        let started = ambient.now()
        guard let timeout = budget.timeout(settings.requestTimeout, at: started) else {
            throw HubSpotError(.outOfTime, operation: operation)
        }
        var call = call
        call.timeout = timeout
        let place = trace.place()
        if let place { call.headers.append(("traceparent", place.traceParent)) }
        func tell(_ outcome: String, left: Int? = nil) {
            trace.add(
                OutsideCall(
                    .hubSpot, name: operation, outcome: outcome, started: started,
                    seconds: ambient.now().timeIntervalSince(started), spanID: place?.spanID, rateLimitLeft: left))
        }
        do throws(TransportError) {
            let answer = try await transport.send(call)
            tell("\(answer.status)", left: answer.headers["x-hubspot-ratelimit-remaining"].flatMap { Int($0) })
            return answer
        } catch {
            tell(error.kind.rawValue)
            throw HubSpotError(error, operation: operation, isWrite: call.isWrite)
        }
    }
}
