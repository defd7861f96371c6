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
        guard FileManager.default.fileExists(atPath: path) else { throw ValidationError("there is no history at \(path)") }
        return try SQLiteHistory(path: path)
    }

    /// The sessions of every organization.
    func sessions() throws -> SessionLookup {
        let environment = try options.environment()
        guard let url = environment["STORE_URL"], !url.isEmpty else {
            throw ValidationError("STORE_URL is missing; give --state")
        }
        let path = url.hasPrefix("sqlite:") ? String(url.dropFirst("sqlite:".count)) : ""
        guard path.isEmpty || FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("there are no sessions at \(path)")
        }
        return SessionLookup(stores: try SQLiteStore.open(storeURL: url), organizations: try organizations(environment))
    }

    private func organizations(_ environment: [String: String]) throws -> [String] {
        let configuration = try Configuration.load(
            [.optional(ConfigurationKeys.organization)], environment: environment,
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        return Array(configuration.organizations.keys)
    }

    /// - Parameter id: Of a session, or of its thread.
    func session(_ id: String) async throws -> (session: Session, organization: String) {
        if let found = try await sessions().find(id) { return found }
        throw ended("there is no session \(id), nor one of a thread of that id")
    }
}
