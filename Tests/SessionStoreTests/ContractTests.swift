import RelayCore
import SessionStore
import TestSupport
import Testing

@Suite("The contract of the state store")
struct ContractTests {
    @Test("SQLite keeps the contract", arguments: StateStoreContract.all)
    func sqlite(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run {
            let folder = try TemporaryFolder()
            let store = try SQLiteStore(path: folder.path("relay.sqlite"))
            try await check.run(store)
            try store.close()
        }
    }
}
