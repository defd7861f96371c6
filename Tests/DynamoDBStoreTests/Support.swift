import AWSClient
import CurlTransport
import DynamoDBStore
import Foundation
import RelayCore
import Synchronization
import TestSupport

/// An empty table, as `template.yaml` declares it.
struct TestTable {
    let name: String
    let environment: [String: String]

    init() async throws {
        let server = try await AWSServer.shared.value
        name = try await server.table()
        environment = server.environment
    }

    func store(
        _ transport: any HTTPTransport = CurlTransport(), _ changes: [String: String] = [:], ambient: Ambient = .live
    ) throws(StoreError) -> DynamoDBStore {
        try DynamoDBStore(
            storeURL: "dynamodb:\(name)", environment: environment.merging(changes) { $1 }, retentionDays: 30,
            transport: transport, ambient: ambient)
    }

    /// What stands in the table, as text.
    func contents() async throws -> String {
        let client = try AWSClient(.dynamoDB, environment: environment, transport: CurlTransport())
        return try await client.call("Scan", ["TableName": .string(name)], isHarmless: true)["Items"]?.canonical ?? ""
    }
}

extension DynamoDBStore {
    /// One organization's part.
    var acme: any StateStore { store(of: "acme") }
}

/// Loses the first answer to each change that may be made again: the call was carried out, and nobody knows it.
final class LosingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let seen = Mutex((bodies: Set<[UInt8]>(), lost: 0))

    init(_ transport: any HTTPTransport) { self.transport = transport }

    /// How many answers were lost.
    var lost: Int { seen.withLock { $0.lost } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let answer = try await transport.send(call)
        let operation = call.header("x-amz-target") ?? ""
        guard !call.isWrite, !operation.hasSuffix("GetItem"), !operation.hasSuffix("Query") else { return answer }
        let isFirst = seen.withLock { seen in
            guard seen.bodies.insert(call.body ?? []).inserted else { return false }
            seen.lost += 1
            return true
        }
        if isFirst { throw TransportError(.interrupted, "lost on purpose") }
        return answer
    }
}

/// Does not send some calls, as if their caller were gone.
final class RefusingTransport: HTTPTransport {
    private let transport = CurlTransport()
    private let refuses: @Sendable (HTTPCall) -> Bool

    init(_ refuses: @escaping @Sendable (HTTPCall) -> Bool) { self.refuses = refuses }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        if refuses(call) { throw TransportError(.cancelled, "on purpose") }
        return try await transport.send(call)
    }
}

/// Counts calls by operation.
final class CountingTransport: HTTPTransport {
    private let transport = CurlTransport()
    private let counts = Mutex<[String: Int]>([:])

    var calls: [String: Int] { counts.withLock { $0 } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let operation = call.header("x-amz-target")?.split(separator: ".").last.map(String.init) ?? ""
        counts.withLock { $0[operation, default: 0] += 1 }
        return try await transport.send(call)
    }
}
