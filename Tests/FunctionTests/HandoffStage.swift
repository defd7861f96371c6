import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

extension Stage {
    /// Hands over what `data` names, delivering the event again after each wait.
    /// - Parameter more: What stands in the event's data beside reason and summary.
    func handOff(_ more: JSONObject, id: String = UUID().uuidString, time: Date = Date()) async throws -> FunctionResult {
        let own: JSONObject = ["reason": "The customer asked for a person", "summary": "Wants another size."]
        let data = own.merging(more) { $1 }
        let clock = TestClock(now: time)
        return await deliver(
            Self.event(AIHandoffEvent.type, .object(data), id: id), to: try Functions(services(clock.ambient)), clock)
    }

    /// Steps that were not done, with their codes: `owner no-owner`.
    static func notDone(_ result: FunctionResult) -> [String] {
        (result.data["notDone"]?.array ?? []).map { "\($0["step"]?.string ?? "") \($0["code"]?.string ?? "")" }
    }

    static func messages(_ result: FunctionResult) -> [String] {
        (result.data["notDone"]?.array ?? []).compactMap { $0["message"]?.string }
    }

    /// The one ticket of the portal.
    func onlyTicket() async throws -> SimulatedObject {
        let tickets = await portal.allTickets
        try #require(tickets.count == 1)
        return tickets[0]
    }
}
