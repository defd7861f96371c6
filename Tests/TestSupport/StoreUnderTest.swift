/// The engines of the state store, for tests that are the same over each.
package enum StoreUnderTest: String, CaseIterable, NamedCase {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    package var name: String { rawValue }

    /// Those that are here.
    package static var all: [StoreUnderTest] { PostgresServer.isWanted ? allCases : [.sqlite] }

    /// An empty store, as `STORE_URL` names it.
    /// - Parameter folder: Where a file may be.
    package func url(_ folder: TemporaryFolder) async throws -> String {
        switch self {
        case .sqlite: "sqlite:\(folder.path("relay.sqlite"))"
        case .postgres: try await PostgresServer.schema()
        }
    }
}
