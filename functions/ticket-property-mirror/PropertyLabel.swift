import HubSpotAPI
import LiveFunction
import Logging
import RelayCore

/// What people see for a property's value: a stage's name, an option's label, an owner's name.
struct PropertyLabel {
    let services: OrganizationServices

    /// nil where the value is its own label, where it was cleared, and where HubSpot does not tell: a label is a comfort,
    /// and its absence stops no mirroring (it is logged).
    func label(of change: TicketPropertyChange) async -> String? {
        guard let value = change.value else { return nil }
        do throws(HubSpotError) {
            switch change.property {
            case "hs_pipeline":
                return try await services.hubSpot.ticketPipelines().first { $0.id == value }?.label
            case "hs_pipeline_stage":
                return try await services.hubSpot.ticketPipelines().flatMap(\.stages).first { $0.id == value }?.label
            case "hubspot_owner_id":
                return try await services.hubSpot.owner(id: value)?.name
            default:
                return try await services.hubSpot.ticketProperty(change.property).options.first { $0.value == value }?.label
            }
        } catch {
            services.logger.warning(
                "the label of a ticket property could not be read",
                metadata: ["property": "\(change.property)", "code": "\(error.reasonCode.rawValue)"])
            return nil
        }
    }
}
