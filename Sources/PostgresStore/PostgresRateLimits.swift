import Foundation
import PostgresClient
import RelayCore

/// One row for an organization. A turn at HubSpot does not wait for the disk: after an end of the server, HubSpot's answers tell anew.
struct PostgresRateLimits: SharedRateLimits {
    let store: PostgresOrganizationStore
    /// How long a call may take, in seconds: it stands before each one of HubSpot's, and may have to connect first.
    private static let patience = 2.5

    private func run<Value: Sendable>(
        _ doing: String, _ repeating: PostgresDatabase.Repeating, _ work: @escaping @Sendable (PostgresStatements) throws -> Value
    ) async throws(StoreError) -> Value {
        let end = Date() + Self.patience
        return try await store.run(doing, repeating, until: store.time.end.map { min($0, end) } ?? end, work)
    }

    func read() async throws(StoreError) -> SharedRateLimitsRecord? {
        try await run("read the rate limits", .harmless) { [store] statements in
            try statements.row("SELECT known, version FROM rate_limits WHERE organization = $1", [.text(store.organization)]).map
            {
                SharedRateLimitsRecord(text: try $0.string(0), version: try $0.number(1))
            }
        }
    }

    func write(_ text: String, over version: Int?) async throws(StoreError) -> Bool {
        // Once more, it would find its own change in its way.
        try await run("tell the rate limits", .never) { [store] statements in
            guard let version else {
                return try statements.row(
                    """
                    INSERT INTO rate_limits (organization, known, version) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING
                    RETURNING \(PostgresStatements.withoutDisk)
                    """, [.text(store.organization), .text(text)]) != nil
            }
            return try statements.row(
                """
                UPDATE rate_limits SET known = $2, version = version + 1 WHERE organization = $1 AND version = $3
                RETURNING \(PostgresStatements.withoutDisk)
                """, [.text(store.organization), .text(text), .integer(version)]) != nil
        }
    }
}
