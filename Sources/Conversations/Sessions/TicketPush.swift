import HubSpotAPI
import RelayCore

/// Writes properties on a ticket. HubSpot refuses a write as a whole for one property that it does not have, or one value
/// that it does not take: those are left out by name, and the rest is written all the same.
package struct TicketPush: Sendable {
    package struct Outcome: Sendable, Hashable {
        /// Names of ticket properties.
        package var written: Set<String> = []
        /// Those that the portal does not have.
        package var unknown: Set<String> = []
        /// Those whose value HubSpot does not take.
        package var refused: Set<String> = []

        package init() {}
    }

    private let hubSpot: HubSpotClient

    package init(hubSpot: HubSpotClient) { self.hubSpot = hubSpot }

    /// - Parameter properties: By name; an empty value clears. Writing the same again changes nothing, so that this may be
    ///   tried again.
    package func write(_ properties: [String: String], ticketID: String) async throws -> Outcome {
        var outcome = Outcome()
        if properties.isEmpty { return outcome }
        if try await isTaken(properties, ticketID) {
            outcome.written = Set(properties.keys)
            return outcome
        }
        for name in properties.keys.sorted() where try await isUnknown(name) { outcome.unknown.insert(name) }
        let known = properties.filter { !outcome.unknown.contains($0.key) }
        if known.isEmpty { return outcome }
        if !outcome.unknown.isEmpty, try await isTaken(known, ticketID) {
            outcome.written = Set(known.keys)
            return outcome
        }
        for (name, value) in known.sorted(by: { $0.key < $1.key }) {
            if try await isTaken([name: value], ticketID) {
                outcome.written.insert(name)
            } else {
                outcome.refused.insert(name)
            }
        }
        return outcome
    }

    /// False where HubSpot refuses a name or a value, and wrote nothing.
    private func isTaken(_ properties: [String: String], _ ticketID: String) async throws -> Bool {
        do {
            try await hubSpot.updateTicket(id: ticketID, properties: properties)
            return true
        } catch {
            guard error.category == .validation else { throw error }
            return false
        }
    }

    private func isUnknown(_ name: String) async throws -> Bool {
        do {
            _ = try await hubSpot.ticketProperty(name)
            return false
        } catch {
            guard error.category == .notFound else { throw error }
            return true
        }
    }
}
