import HubSpotAPI
import RelayCore

/// Writes properties on a ticket. HubSpot refuses a write as a whole for one property that it does not have: those are left
/// out by name, and the rest is written all the same.
package struct TicketPush: Sendable {
    package struct Outcome: Sendable, Hashable {
        /// Names of ticket properties.
        package var written: Set<String> = []
        /// Those that the portal does not have.
        package var unknown: Set<String> = []
    }

    private let hubSpot: HubSpotClient

    package init(hubSpot: HubSpotClient) { self.hubSpot = hubSpot }

    /// - Parameter properties: By name; an empty value clears. Writing the same again changes nothing, so that this may be
    ///   tried again.
    package func write(_ properties: [String: String], ticketID: String) async throws(HubSpotError) -> Outcome {
        var outcome = Outcome()
        do throws(HubSpotError) {
            try await hubSpot.updateTicket(id: ticketID, properties: properties)
            outcome.written = Set(properties.keys)
            return outcome
        } catch {
            guard error.category == .validation else { throw error }
            for name in properties.keys.sorted() where try await isUnknown(name) { outcome.unknown.insert(name) }
            // Refused for another reason: there is nothing to leave out.
            guard !outcome.unknown.isEmpty else { throw error }
        }
        let known = properties.filter { !outcome.unknown.contains($0.key) }
        if !known.isEmpty { try await hubSpot.updateTicket(id: ticketID, properties: known) }
        outcome.written = Set(known.keys)
        return outcome
    }

    private func isUnknown(_ name: String) async throws(HubSpotError) -> Bool {
        do throws(HubSpotError) {
            _ = try await hubSpot.ticketProperty(name)
            return false
        } catch {
            guard error.category == .notFound else { throw error }
            return true
        }
    }
}
