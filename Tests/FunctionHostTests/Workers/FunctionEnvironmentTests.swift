import TestSupport
import Testing

@testable import HostWorkers

@Suite("What a worker sees of the environment")
struct FunctionEnvironmentTests {
    struct Row: NamedCase {
        let name: String
        let keys: [String]
        var store = "postgres://relay@db.example.com/relay"
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
            "HOME": "/home/relay", "STORE_URL": row.store, "PGPASSFILE": "/run/pgpass",
            "PGSSLROOTCERT": "/run/ca.pem", "OTHER_SECRET": "x", "PGP_PRIVATE_KEY": "x", "PGADMIN_DEFAULT_PASSWORD": "x",
        ]
        let seen = FunctionEnvironment.select(for: function, from: environment, presence: "/p").keys
        #expect(seen.filter { environment[$0] != nil }.sorted() == row.seen)
    }

    @Test(
        "What calls to DynamoDB need goes to functions whose store is there, and to no other; nothing else of AWS goes to any",
        arguments: [
            Row(
                name: "a store in DynamoDB", keys: ["STORE_URL"], store: "dynamodb:relay",
                seen: ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "STORE_URL"]),
            Row(name: "a store elsewhere", keys: ["STORE_URL"], store: "sqlite:/relay.sqlite", seen: ["STORE_URL"]),
            Row(name: "no store", keys: ["LOG_LEVEL"], store: "dynamodb:relay", seen: []),
        ])
    func aws(_ row: Row) {
        let function = FunctionExecutable(name: "f", path: "/f", configurationKeys: row.keys, timeout: 1, workers: 1)
        let environment = [
            "STORE_URL": row.store, "AWS_REGION": "eu-west-1", "AWS_SECRET_ACCESS_KEY": "x",
            "AWS_ENDPOINT_URL_DYNAMODB": "https://aws.example", "AWS_ENDPOINT_URL_SQS": "https://aws.example",
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1",
        ]
        let seen = FunctionEnvironment.select(for: function, from: environment, presence: "/p").keys
        #expect(seen.filter { environment[$0] != nil }.sorted() == row.seen)
    }
}
