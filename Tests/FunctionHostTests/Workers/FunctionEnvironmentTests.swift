import TestSupport
import Testing

@testable import HostWorkers

@Suite("What a worker sees of the environment")
struct FunctionEnvironmentTests {
    struct Row: NamedCase {
        let name: String
        let keys: [String]
        let seen: [String]
    }

    @Test(
        "What libpq reads goes to functions that have a store, and to no other",
        arguments: [
            Row(name: "with a store", keys: ["STORE_URL"], seen: ["HOME", "PGPASSFILE", "PGSSLROOTCERT", "STORE_URL"]),
            Row(name: "without one", keys: ["PUBLIC_URL"], seen: ["HOME"]),
        ])
    func postgres(_ row: Row) {
        let function = FunctionExecutable(name: "f", path: "/f", configurationKeys: row.keys, timeout: 1, workers: 1)
        let environment = [
            "HOME": "/home/relay", "STORE_URL": "postgres://relay@db.example.com/relay", "PGPASSFILE": "/run/pgpass",
            "PGSSLROOTCERT": "/run/ca.pem", "OTHER_SECRET": "x", "PGP_PRIVATE_KEY": "x", "PGADMIN_DEFAULT_PASSWORD": "x",
        ]
        let seen = FunctionEnvironment.select(for: function, from: environment, presence: "/p").keys
        #expect(seen.filter { environment[$0] != nil }.sorted() == row.seen)
    }
}
