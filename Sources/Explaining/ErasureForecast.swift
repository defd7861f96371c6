import Conversations
import FoundationEssentials
import Logging
import RelayCore

/// How many sessions an erasure is about, before it is done. Nothing is written.
package enum ErasureForecast {
    package static let configuration: [KeyUse] = KeyUse.live + [.optional(ConfigurationKeys.organization)]

    /// More are not counted.
    private static let limit = 1000

    /// For people.
    package static func sentence(_ count: Int) -> String {
        switch count {
        case 0: "No session is known of it; what the queue and the history hold of it goes all the same."
        case 1: "It is about 1 session."
        case ..<limit: "It is about \(count) sessions."
        default: "It is about \(limit) sessions or more."
        }
    }

    /// - Throws: what HubSpot or the store throws.
    package static func sessions(
        of target: SessionDeleteEvent.Target, organization: String, configuration: Configuration, stores: any StateStores,
        transport: any HTTPTransport, ambient: Ambient
    ) async throws -> Int {
        let store = DryRunStore(stores.store(of: organization))
        let silent = Logger(label: "forecast", factory: { _ in SwiftLogNoOpLogHandler() })
        let services = FunctionServices(configuration: configuration, stores: store, transport: transport, ambient: ambient)
        let event = RelayEvent(id: "forecast", source: "/operator", type: "forecast", data: .null, organization: organization)
        let own = try services.organization(of: event, InvocationContext(deadline: nil, logger: silent))
        func isThere(_ id: String) async throws -> Int { try await store.session(id: id) == nil ? 0 : 1 }
        switch target {
        case .session(let id): return try await isThere(id)
        case .thread(let id): return try await isThere(SessionID.of(threadID: id, organization: organization))
        case .contact(let id): return try await count([.contact(id: id)], store)
        case .email(let address): return try await count(try await own.sessionFilters(ofAddress: address), store)
        case .olderThan(let days): return try await count([.idleSince(ambient.now() - Double(days) * 86_400)], store)
        }
    }

    private static func count(_ filters: [SessionFilter], _ store: any StateStore) async throws -> Int {
        var ids: Set<String> = []
        for filter in filters { ids.formUnion(try await store.sessionIDs(matching: filter, limit: limit)) }
        return ids.count
    }
}
