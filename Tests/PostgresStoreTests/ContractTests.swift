import PostgresStore
import RelayCore
import TestSupport
import Testing

@Suite("PostgreSQL: the contract of the state store", .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct ContractTests {
    @Test("PostgreSQL keeps the contract", arguments: StateStoreContract.all)
    func postgres(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run { try await check.run(try PostgresStore(url: try await PostgresServer.schema())) }
    }

    /// So that calls of one check cross each other at the server.
    @Test("PostgreSQL keeps the contract over several connections", arguments: StateStoreContract.all)
    func connections(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run {
            try await check.run(try PostgresStore(url: try await PostgresServer.schema(), connections: 8))
        }
    }
}
