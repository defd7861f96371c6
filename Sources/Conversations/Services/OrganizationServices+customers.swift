import HubSpotAPI
import RelayCore

extension OrganizationServices {
    /// By what the sessions of an address are found. A chat does not tell the address of who writes: HubSpot knows whose it is.
    package func sessionFilters(ofAddress address: String) async throws -> [SessionFilter] {
        let contact = try await hubSpot.contact(email: address)
        return [.email(address)] + (contact.map { [.contact(id: $0.id)] } ?? [])
    }
}
