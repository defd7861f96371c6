import CurlTransport
import DynamoDBStore
import FoundationEssentials
import PostgresClient
import PostgresStore
import RelayCore
import SessionStore

/// The engines of the state store. Whoever starts a program chooses one; what works with the store knows the protocol alone.
package enum StoreEngine {
    /// The store that `STORE_URL` names: `sqlite:path`, or a PostgreSQL database or a table of DynamoDB, which is called when it is
    /// first needed.
    /// - Parameters:
    ///   - environment: Says where AWS is, and who calls it.
    ///   - retentionDays: For an engine that forgets by itself; only who writes need say it.
    package static func open(
        storeURL: String, environment: [String: String],
        retentionDays: Int = ConfigurationKeys.claimRetention.defaultValue
    ) throws(StoreError) -> any StateStores {
        if DynamoDBStore.isOne(storeURL) {
            return try DynamoDBStore(
                storeURL: storeURL, environment: environment, retentionDays: retentionDays, transport: CurlTransport())
        }
        return PostgresURL.isOne(storeURL) ? try PostgresStore(url: storeURL) : try SQLiteStore.open(storeURL: storeURL)
    }

    package static func isOnServer(storeURL: String) -> Bool { PostgresURL.isOne(storeURL) || DynamoDBStore.isOne(storeURL) }

    /// The store's file where it is not there, for who would not make one by looking.
    package static func missingFile(storeURL: String) -> String? {
        guard let path = SQLiteStore.path(storeURL: storeURL), !FileManager.default.fileExists(atPath: path) else { return nil }
        return path
    }
}
