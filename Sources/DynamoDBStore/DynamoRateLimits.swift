import FoundationEssentials
import RelayCore

/// One item for an organization.
struct DynamoRateLimits: SharedRateLimits {
    let store: DynamoOrganizationStore
    /// How long a call may take, in seconds: it stands before each one of HubSpot's.
    var patience: Double = 2.5

    private var end: Date {
        let end = Date() + patience
        return store.time.end.map { min($0, end) } ?? end
    }

    func read() async throws(StoreError) -> SharedRateLimitsRecord? {
        try await store.run("read the rate limits", until: end) { [store] table in
            try await table.item(store.key("rate-limits", "hubspot")).map {
                SharedRateLimitsRecord(text: try $0.string("known"), version: try $0.number("version"))
            }
        }
    }

    func write(_ text: String, over version: Int?) async throws(StoreError) -> Bool {
        try await store.run("tell the rate limits", until: end) { [store] table in
            let seen = version.map { DynamoExpression("#version = :seen", ["seen": .integer($0)]) }
            let attributes: DynamoAttributes = ["known": .text(text), "version": .integer((version ?? 0) + 1)]
            return try await table.write(.put(store.key("rate-limits", "hubspot"), attributes, if: seen ?? .isNew)).isDone
        }
    }
}
