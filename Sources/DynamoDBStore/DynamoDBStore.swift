import AWSClient
import FoundationEssentials
import RelayCore

/// The engine of the state store for any number of machines at AWS: one table of DynamoDB.
///
/// Each call is one conditional write or one consistent read of an item. Where what is looked for is not the item's own name (a
/// contact's sessions, HubSpot's id of an effect), a second item names the first, and both are written together.
package final class DynamoDBStore: StateStores {
    private let table: DynamoTable
    private let retentionDays: Int

    /// Calls AWS when it is first needed.
    /// - Parameters:
    ///   - storeURL: `dynamodb:TABLE`.
    ///   - environment: See ``AWSVariables``.
    ///   - retentionDays: So many days the results of events and the properties of tickets are kept.
    ///   - transport: Signs calls.
    /// - Throws: ``StoreError`` for what is no table's name, and where the environment lacks something.
    package init(
        storeURL: String, environment: [String: String], retentionDays: Int, transport: any HTTPTransport,
        ambient: Ambient = .live
    ) throws(StoreError) {
        self.retentionDays = retentionDays
        guard let name = Self.table(storeURL: storeURL) else {
            throw StoreError("the store's URL must be dynamodb: and a table's name: 3 to 255 letters, digits, -, _ or .")
        }
        do throws(AWSError) {
            let client = try AWSClient(
                .dynamoDB, environment: environment, transport: transport, ambient: ambient, needsClock: true)
            table = DynamoTable(name: name, client: client, ambient: ambient)
        } catch {
            throw StoreError("\(error)")
        }
    }

    private static let scheme = "dynamodb:"

    package static func isOne(_ storeURL: String) -> Bool { storeURL.hasPrefix(scheme) }

    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    private static func table(storeURL: String) -> String? {
        guard isOne(storeURL) else { return nil }
        let name = storeURL.dropFirst(scheme.count)
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-_.".utf8.contains(byte)
            }
        }
        return isName && 3...255 ~= name.utf8.count ? String(name) : nil
    }

    package func store(of organization: String) -> any StateStore { store(of: organization, until: nil) }

    package func store(of organization: String, until deadline: Date?) -> any StateStore { part(organization, deadline) }

    package func rateLimits(of organization: String, until deadline: Date?) -> (any SharedRateLimits)? {
        DynamoRateLimits(store: part(organization, deadline))
    }

    package func probe() async throws(StoreError) {
        try await part("", nil).run("open the store") { table in try await table.checkForm() }
    }

    private func part(_ organization: String, _ deadline: Date?) -> DynamoOrganizationStore {
        DynamoOrganizationStore(
            organization: organization, table: table, retentionDays: retentionDays, time: StoreTime(until: deadline))
    }
}

/// One organization's part of the table.
struct DynamoOrganizationStore: StateStore {
    let organization: String
    private let anyTime: DynamoTable
    private let retentionDays: Int
    let time: StoreTime

    init(organization: String, table: DynamoTable, retentionDays: Int, time: StoreTime) {
        self.organization = organization
        anyTime = table
        self.retentionDays = retentionDays
        self.time = time
    }

    /// Its calls end before the work's time is over.
    var table: DynamoTable { table(until: time.end) }

    private func table(until end: Date?) -> DynamoTable {
        var table = anyTime
        table.deadline = end
        return table
    }

    /// DynamoDB deletes them.
    var forgetsByItself: Bool { true }

    /// When what is kept for a while, from now on, is over.
    func endOfKeeping(from now: Date) -> Date { now + Double(retentionDays) * 86_400 }

    @discardableResult
    func run<Value: Sendable>(
        _ doing: String, _ work: (DynamoTable) async throws -> Value
    ) async throws(StoreError) -> Value {
        try await run(doing, until: time.end, work)
    }

    /// For what gives something back, or tells what was written: also when the work's time is over.
    func giveBack(_ doing: String, _ work: (DynamoTable) async throws -> Void) async throws(StoreError) {
        try await run(doing, until: time.endOfGivingBack(now: Date()), work)
    }

    @discardableResult
    func run<Value: Sendable>(
        _ doing: String, until end: Date?, _ work: (DynamoTable) async throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await work(table(until: end))
        } catch let error as StoreError {
            throw StoreError("could not \(doing): \(error)", isForGood: error.isForGood)
        } catch let error as AWSError where error.name == "ResourceNotFoundException" {
            throw StoreError("could not \(doing): there is no table \(table.name) in this account and region")
        } catch let error as AWSError {
            throw StoreError("could not \(doing): \(error)")
        } catch {
            throw StoreError("could not \(doing)")
        }
    }

    /// Does something until it is settled; nil: something else happened to the item in between.
    func settled<Value>(_ once: () async throws -> Value?) async throws -> Value {
        for _ in 0..<Self.mostRounds {
            if let value = try await once() { return value }
        }
        throw StoreError("an item changed all the time")
    }

    private static let mostRounds = 200

    func key(_ kind: String, _ id: String, _ name: String = "-") -> DynamoKey { DynamoKey(organization, kind, id, name) }

    func partition(_ kind: String, _ id: String) -> String { DynamoKey.partition(organization, kind, id) }

    /// What a list or a group of an index is called.
    func listing(_ words: String...) -> String { ([organization] + words).joined(separator: "/") }
}
