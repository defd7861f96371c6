import PostgresClient
import RelayCore

/// One row for an organization. A turn at HubSpot does not wait for the disk: after an end of the server, HubSpot's answers tell anew.
struct PostgresRateLimits: SharedRateLimits {
    let store: PostgresOrganizationStore

    func read() async throws(StoreError) -> SharedRateLimitsRecord? {
        try await store.read("read the rate limits") { [store] statements in
            try statements.row("SELECT known, version FROM rate_limits WHERE organization = $1", [.text(store.organization)]).map
            {
                SharedRateLimitsRecord(text: try $0.string(0), version: try $0.number(1))
            }
        }
    }

    func write(_ text: String, over version: Int?) async throws(StoreError) -> Bool {
        // Once more, it would find its own change in its way.
        try await store.write("tell the rate limits", .never) { [store] statements in
            guard let version else {
                return try statements.row(
                    """
                    INSERT INTO rate_limits (organization, known, version) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING
                    RETURNING \(Self.withoutDisk)
                    """, [.text(store.organization), .text(text)]) != nil
            }
            return try statements.row(
                """
                UPDATE rate_limits SET known = $2, version = version + 1 WHERE organization = $1 AND version = $3
                RETURNING \(Self.withoutDisk)
                """, [.text(store.organization), .text(text), .integer(version)]) != nil
        }
    }

    /// Source: https://www.postgresql.org/docs/current/wal-async-commit.html
    private static let withoutDisk = "set_config('synchronous_commit', 'off', TRUE)"
}
