import Foundation
import PostgresClient
import RelayCore

/// The engine of the state store for any number of machines: a PostgreSQL database.
///
/// Each call is one conditional statement, or several of which each stands by itself. A call is done when it is on the server's disk: a
/// worker outlives the server, so a claim or a lease that the server forgot would not keep workers apart.
package final class PostgresStore: StateStores {
    private let database: PostgresDatabase

    /// Connects with the first call, so that a server that is down for the moment is no wrong configuration.
    /// - Parameter connections: A worker has one event at a time, and needs one.
    /// - Throws: ``StoreError`` for a text that is no URL of a PostgreSQL database.
    package init(url: String, connections: Int = 1) throws(StoreError) {
        guard let url = PostgresURL(url) else { throw StoreError("the store's URL is none that PostgreSQL's library reads") }
        database = PostgresDatabase(url, .store, connections: connections)
    }

    package func store(of organization: String) -> any StateStore { store(of: organization, until: nil) }

    package func store(of organization: String, until deadline: Date?) -> any StateStore {
        PostgresOrganizationStore(organization: organization, database: database, time: StoreTime(until: deadline))
    }

    package func rateLimits(of organization: String, until deadline: Date?) -> (any SharedRateLimits)? {
        PostgresRateLimits(
            store: PostgresOrganizationStore(organization: organization, database: database, time: StoreTime(until: deadline)))
    }

    package func probe() async throws(StoreError) {
        let probe = PostgresOrganizationStore(organization: "", database: database, time: StoreTime(until: nil))
        try await probe.write("open the store", .harmless) { _ in }
    }
}

/// One organization's part of the tables.
struct PostgresOrganizationStore: StateStore {
    let organization: String
    let database: PostgresDatabase
    let time: StoreTime

    /// - Parameter repeating: Whether `work` may be run again when it is not known whether the server carried it out. Where it may
    ///   not, the error goes to who delivers the event, and the next delivery finds what stands.
    @discardableResult
    func write<Value: Sendable>(
        _ doing: String, _ repeating: PostgresDatabase.Repeating, _ work: @escaping @Sendable (PostgresStatements) throws -> Value
    ) async throws(StoreError) -> Value {
        try await run(doing, repeating, until: time.end, work)
    }

    /// Gives back what the caller holds, or tells what it did: also when the time for its work is over.
    func giveBack(
        _ doing: String, _ work: @escaping @Sendable (PostgresStatements) throws -> Int
    ) async throws(StoreError) {
        _ = try await run(doing, .harmless, until: time.endOfGivingBack(now: Date()), work)
    }

    func run<Value: Sendable>(
        _ doing: String, _ repeating: PostgresDatabase.Repeating, until end: Date?,
        _ work: @escaping @Sendable (PostgresStatements) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.run(repeating, until: end) { connection, end in
                try work(PostgresStatements(connection: connection, end: end))
            }
        } catch let error as StoreError {
            throw error
        } catch let error as PostgresError {
            throw StoreError("could not \(doing): \(error)")
        } catch {
            throw StoreError("could not \(doing)")
        }
    }

    func read<Value: Sendable>(
        _ doing: String, _ work: @escaping @Sendable (PostgresStatements) throws -> Value
    ) async throws(StoreError) -> Value {
        try await write(doing, .harmless, work)
    }
}

extension PostgresValue {
    /// Times stand in the tables as whole milliseconds since 1970.
    static func time(_ date: Date?) -> PostgresValue { .integer(date.map(Timestamp.milliseconds)) }
}

extension PostgresRow {
    func time(_ column: Int32) -> Date? { integer(column).map(Timestamp.date(milliseconds:)) }
    func date(_ column: Int32) throws -> Date { Timestamp.date(milliseconds: try number(column)) }
}
