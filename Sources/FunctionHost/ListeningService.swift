import HostCore
import NIOCore
import RelayCore
import ServiceLifecycle

/// A server that says, where it cannot listen, which port that is about.
struct ListeningService<Server: Service>: Service {
    let server: Server
    let address: String
    let port: Int
    /// What names another port.
    let choice: String

    /// - Throws: ``HostError`` where it cannot listen; what the server throws.
    func run() async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw HostError(ListenProblem.sentence(error.errnoCode, address: address, port: port, choice: choice))
        }
    }
}
