import FoundationEssentials
import RelayCore
import Testing

/// One promise of `StateStore`, checked on an empty store.
package struct StateStoreCheck: NamedCase {
    package let name: String
    private let check: @Sendable (_ store: any StateStore, _ other: any StateStore) async throws -> Void

    /// - Parameter check: Gets the stores of two tenants: what one does must never show in the other.
    init(
        _ name: String, _ check: @escaping @Sendable (_ store: any StateStore, _ other: any StateStore) async throws -> Void
    ) {
        self.name = name
        self.check = check
    }

    package func run(_ stores: any StateStores) async throws {
        try await check(stores.store(of: StateStoreContract.here), stores.store(of: StateStoreContract.there))
    }
}

/// What every engine of the state store keeps, as a table: run each check on a new, empty store.
package enum StateStoreContract {
    package static let all =
        claims + turns + leases + effects + sessions + timelines + tickets + customData
        + ticketProperties + findings + erasing

    /// An instant, in seconds after a fixed one. Whole milliseconds, unless the check is about the rest.
    static func time(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_790_000_000 + seconds) }

    static let here = "acme"
    static let there = "globex"

    /// Runs the call in twenty tasks at once; the results in any order.
    static func contend<Value: Sendable>(
        _ call: @escaping @Sendable (_ task: Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for task in 0..<20 { group.addTask { try await call(task) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
