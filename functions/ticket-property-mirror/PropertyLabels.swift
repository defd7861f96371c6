import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore

/// What people see for a property's value: a stage's name, an option's label, an owner's name.
///
/// Kept for an hour in each process, by organization; a value that is not among what is kept makes it be read again. A
/// failure is not kept.
actor PropertyLabels {
    /// Label by value. `isOpen`: the property takes any value, so that one without a label is none that is missing.
    private struct Known {
        let labels: [String: String]
        let isOpen: Bool
        /// Of stages: those in which a ticket is closed.
        var closed: Set<String> = []
        let readAt: Date
    }

    private struct Key: Hashable {
        let organization: String
        let property: String
        /// Owners are read one by one.
        let owner: String?
    }

    private static let lifetime: Double = 3600
    private var known: [Key: Known] = [:]

    /// nil where the value is its own label, where it was cleared or withheld, and where HubSpot does not tell: a label is a
    /// comfort, and its absence stops no mirroring (it is logged).
    func label(of change: TicketPropertyChangeEvent, _ services: OrganizationServices) async -> String? {
        guard let value = change.value else { return nil }
        let key = Key(
            organization: services.name, property: change.property,
            owner: change.property == "hubspot_owner_id" ? value : nil)
        if let known = known[key], services.ambient.now() < known.readAt + Self.lifetime {
            let label = Self.label(value, known)
            if label != nil || known.isOpen { return label }
        }
        do {
            let fresh = try await Self.read(key, services)
            known[key] = fresh
            return Self.label(value, fresh)
        } catch {
            let code = FunctionResult(ending: error).code?.rawValue ?? ""
            services.logger.warning(
                "the label of a ticket property could not be read",
                metadata: ["property": "\(change.property)", "code": "\(code)"])
            return nil
        }
    }

    /// Whether a change closes the ticket, by the pipeline that its new stage is of.
    /// - Throws: what HubSpot says instead: a session must not stay open for want of a label.
    func isClosing(_ change: TicketPropertyChangeEvent, _ services: OrganizationServices) async throws -> Bool {
        guard change.property == Self.stage, let value = change.value else { return false }
        let key = Key(organization: services.name, property: Self.stage, owner: nil)
        if known[key] == nil {
            known[key] = try await Self.read(key, services)
        }
        return known[key]?.closed.contains(value) == true
    }

    private static let stage = "hs_pipeline_stage"

    /// Of several chosen options (`a;b`) the labels of all, where all have one.
    private static func label(_ value: String, _ known: Known) -> String? {
        if let label = known.labels[value] { return label }
        let parts = value.split(separator: ";").map(String.init)
        guard parts.count > 1, !known.isOpen else { return nil }
        let labels = parts.compactMap { known.labels[$0] }
        return labels.count == parts.count ? labels.joined(separator: "; ") : nil
    }

    private static func read(_ key: Key, _ services: OrganizationServices) async throws -> Known {
        let hubSpot = services.hubSpot
        func known(_ pairs: [(String, String)], isOpen: Bool = false, closed: Set<String> = []) -> Known {
            Known(
                labels: Dictionary(pairs) { first, _ in first }, isOpen: isOpen, closed: closed, readAt: services.ambient.now())
        }
        if let owner = key.owner {
            let name = try await hubSpot.owner(id: owner)?.name
            return known(name.map { [(owner, $0)] } ?? [])
        }
        switch key.property {
        case "hs_pipeline": return known(try await hubSpot.ticketPipelines().map { ($0.id, $0.label) })
        case stage:
            let stages = try await hubSpot.ticketPipelines().flatMap(\.stages)
            return known(stages.map { ($0.id, $0.label) }, closed: Set(stages.filter(\.isClosed).map(\.id)))
        default:
            let pairs = try await hubSpot.ticketProperty(key.property).options.map { ($0.value, $0.label) }
            return known(pairs, isOpen: pairs.isEmpty)
        }
    }
}
