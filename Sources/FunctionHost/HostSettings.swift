import Console
import HostCore
import HostSurface
import Operations
import RelayCore

extension LocalHost {
    package struct Settings: Sendable {
        package var template: DeploymentTemplate
        /// Where the functions' executables are.
        package var executables: String
        /// The environment that the functions' configuration is taken from. Of it the host itself reads `PUBLIC_URL`, scheme
        /// and host that callers use, `EVENTS_KEY`, one or two keys that open `POST /events`, and `ADMIN_PORT`, where it says how
        /// it is.
        package var environment: [String: String]
        package var queuePath: String
        package var address: String
        /// 0: any free one
        package var port: Int
        /// What callers together may take; nil: as many connections as this process can have beside its workers.
        package var limits: HostServer.Limits?
        /// The functions' sessions, for the console; nil: it shows none.
        package var sessions: SessionLookup?
        /// What the console is of; nil: what the host knows by itself.
        package var consoleInfo: ConsoleInfo?
        /// What the console says of the AI's decision on a thread; nil: nothing.
        package var explain: (@Sendable (_ threadID: String) async throws -> JSON)?
<<<<<<< 297c42e276f53ae4ef0d6a9fc50829839aee534b
        /// What stands below `/console` beside the API.
        package var consolePage: (any ConsoleSurface)?
=======
        /// What stands below `/console` beside the page and its API, by name.
        package var consoleAdditions: [String: any ConsoleSurface] = [:]
>>>>>>> e75c56f7214519b39995693006193015b27dcd57

        package init(
            template: DeploymentTemplate, executables: String, environment: [String: String], queuePath: String,
            address: String = "127.0.0.1", port: Int = 0
        ) {
            self.template = template
            self.executables = executables
            self.environment = environment
            self.queuePath = queuePath
            self.address = address
            self.port = port
        }
    }
}

extension LocalHost.Settings {
    func limits(_ catalog: FunctionCatalog) -> HostServer.Limits {
        let workers = catalog.functions.reduce(0) { $0 + $1.settings.workers }
        let connections = DescriptorLimit.connections(workers: workers, atMost: HostServer.Limits.mostConnections)
        return limits ?? HostServer.Limits(connections: connections)
    }

    /// nil where it is not set.
    var publicURL: String? { environment["PUBLIC_URL"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Where `/readyz` and `/metrics` are; nil: on the port of the others, for callers on this machine.
    /// - Throws: ``HostError`` when it is no port.
    var adminPort: Int? {
        get throws(HostError) {
            guard let text = environment["ADMIN_PORT"], !text.isEmpty else { return nil }
            guard let port = Int(text), 0...65_535 ~= port, port == 0 || port != self.port else {
                throw HostError("ADMIN_PORT must be a port from 0 to 65535, and not that of the server")
            }
            return port
        }
    }

    var eventsKeys: [Secret] { get throws(HostError) { try keys("EVENTS_KEY") } }

    /// What opens `/console`; none where callers on this machine need none.
    var consoleKeys: [Secret] { get throws(HostError) { try keys("CONSOLE_KEY") } }

    /// None where the variable is not set.
    /// - Throws: ``HostError`` when it holds no key, more than two, or one that is too short.
    private func keys(_ variable: String) throws(HostError) -> [Secret] {
        guard let text = environment[variable], !text.isEmpty else { return [] }
        let keys = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
        guard 1...2 ~= keys.count else { throw HostError("\(variable) must be one or two values, comma-separated") }
        guard keys.allSatisfy({ $0.utf8.count >= BearerKeys.shortest }) else {
            throw HostError("\(variable) must have at least \(BearerKeys.shortest) characters")
        }
        return keys.map(Secret.init)
    }
}
