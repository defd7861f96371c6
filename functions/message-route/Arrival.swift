import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// A message stands on a thread: records it, and opens a turn when the AI may answer it.
struct Arrival {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let (threadID, messageID) = try identifiers()
        let reading: ThreadReading
        do throws(Stop) {
            reading = try await ThreadReading.read(threadID, of: services)
        } catch {
            throw Stop(missing(error.result))
        }
        guard let message = reading.message(messageID) else {
            return missing(.failed(.notFound, "the thread does not hold the message"))
        }
        let decision = reading.decide(on: message)
        var data = decision.data(sessionID: reading.session.id)
        switch decision.outcome {
        case .answer, .draft:
            let turn = TurnEvent(services: services).event(for: message, threadID: threadID, cause: event)
            return .done(.object(data), events: [turn])
        case .quiet(.superseded):
            // The newer message has an event of its own, but nothing promises that HubSpot delivers it.
            guard let newer = decision.supersededBy.flatMap(reading.message) else { break }
            data["supersededBy"] = .string(newer.id)
            var result = FunctionResult.skipped(.superseded, data: .object(data))
            result.events = [TurnEvent(services: services).event(for: newer, threadID: threadID, cause: event)]
            return result
        case .quiet: break
        }
        return .skipped(decision.code ?? .nothingToDo, data: .object(data))
    }

    private func identifiers() throws(Stop) -> (thread: String, message: String) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            return (try reader.id("objectId"), try reader.id("messageId"))
        } catch {
            throw Stop(error)
        }
    }

    /// HubSpot sends events for things that its API does not show (test deliveries, expired ids), and may show a new
    /// message a moment late. So a 404 is asked again once, and then it is a skip.
    private func missing(_ result: FunctionResult) -> FunctionResult {
        guard result.code == .notFound else { return result }
        if event.attempt == 0 { return .retry(.notFound, result.message, after: 5) }
        return .skipped(.notFound, result.message)
    }
}
