import ArgumentParser
import Foundation
import HostDelivery
import Operations
import QueueEngines
import RelayCore
import StoreEngines

/// What a runner keeps, as a command uses it beside one that runs, or while none does.
struct RunnerState {
    let options: RunnerOptions

    /// - Throws: when the runner has not kept any.
    func history() throws -> any InvocationHistory {
        let place = try options.queuePlace()
        if let path = place.historyPath, access(path, R_OK) != 0 {
            // A folder of another user does not even tell what is in it.
            throw ValidationError(
                errno == EACCES ? "\(path) cannot be read: it is another user's" : "there is no history at \(path)")
        }
        return try place.history()
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
        if StoreEngine.missingFile(storeURL: url) != nil { return nil }
        return SessionLookup(
            stores: try StoreEngine.open(storeURL: url, environment: environment), organizations: try organizations(environment))
    }

    private func storeURL() throws -> String {
        guard let url = try options.environment()["STORE_URL"], !url.isEmpty else {
            throw ValidationError(
                ConfigurationFault.unsharedStore(try options.environment())?.description ?? "STORE_URL is missing; give --state")
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
