/// The engines of the state store, for tests that are the same over each.
package enum StoreUnderTest: String, CaseIterable, NamedCase {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"
    case dynamoDB = "DynamoDB"

    package var name: String { rawValue }

    /// Those that are here.
    package static var all: [StoreUnderTest] { allCases.filter(\.isHere) }

    /// For what makes thousands of calls: the stand-in of DynamoDB is one process of Python, and would take minutes.
    package static var quick: [StoreUnderTest] { all.filter { $0 != .dynamoDB } }

    private var isHere: Bool {
        switch self {
        case .sqlite: true
        case .postgres: PostgresServer.isWanted
        case .dynamoDB: AWSServer.isWanted
        }
    }

    /// An empty store, as `STORE_URL` names it, and what else a function must know of it.
    /// - Parameter folder: Where a file may be.
    package func environment(_ folder: TemporaryFolder) async throws -> [String: String] {
        switch self {
        case .sqlite: return ["STORE_URL": "sqlite:\(folder.path("relay.sqlite"))"]
        case .postgres: return ["STORE_URL": try await PostgresServer.schema()]
        case .dynamoDB:
            let server = try await AWSServer.shared.value
            return server.environment.merging(["STORE_URL": "dynamodb:\(try await server.table())"]) { $1 }
        }
    }
}
