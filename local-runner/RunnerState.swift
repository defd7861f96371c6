import ArgumentParser
import Foundation
import HostDelivery
import Operations
import RelayCore
import SQLiteQueue
import SessionStore

/// What a runner keeps, as a command uses it beside one that runs, or while none does.
struct RunnerState {
    let options: RunnerOptions

    /// - Throws: when the runner has not kept any.
    func history() throws -> SQLiteHistory {
        let path = SQLiteHistory.path(besideQueue: try options.queuePath())
        guard access(path, R_OK) == 0 else {
            // A folder of another user does not even tell what is in it.
            throw ValidationError(
                errno == EACCES ? "\(path) cannot be read: it is another user's" : "there is no history at \(path)")
        }
        return try SQLiteHistory(path: path)
    }

    /// The sessions of every organization.
    func sessions() throws -> SessionLookup {
        if let sessions = try standingSessions() { return sessions }
        throw ValidationError("there are no sessions at \(try storeURL())")
    }

    /// nil where there is no store yet.
    func standingSessions() throws -> SessionLookup? {
        let environment = try options.environment()
        let url = try storeURL()
        if let path = SQLiteStore.path(storeURL: url), !FileManager.default.fileExists(atPath: path) { return nil }
        return SessionLookup(stores: try SQLiteStore.open(storeURL: url), organizations: try organizations(environment))
    }

    private func storeURL() throws -> String {
        guard let url = try options.environment()["STORE_URL"], !url.isEmpty else {
            throw ValidationError("STORE_URL is missing; give --state")
        }
        return url
    }

    private func organizations(_ environment: [String: String]) throws -> [String] {
        let configuration = try Configuration.load(
            [.optional(ConfigurationKeys.organization)], environment: environment)
        return Array(configuration.organizations.keys)
    }

    /// - Parameter id: Of a session, or of its thread.
    func session(_ id: String) async throws -> (session: Session, organization: String) {
        if let found = try await sessions().find(id) { return found }
        throw ended("there is no session \(id), nor one of a thread of that id")
    }
}
