import Console
import CurlTransport
import HostSurface
import RelayCore

/// Brings the page's calls to the control calls of the simulated HubSpot: the demo's customer, and its person at the desk.
struct SimulatorSurface: ConsoleSurface {
    /// Of the simulator, without a path.
    let url: String
    let transport: any HTTPTransport

    func answer(_ request: ConsoleRequest) async -> ConsoleAnswer {
        // Below /simulator alone: the page does not speak HubSpot's API.
        let path = request.path.dropFirst()
        guard path.allSatisfy({ $0.utf8.allSatisfy { Self.plain.contains($0) } && $0 != "." && $0 != ".." }) else {
            return .refused(400, .badField, "the path has a character that no control call has")
        }
        let hasBody = request.method != "GET" && request.method != "HEAD"
        let call = HTTPCall(
            method: request.method, url: (["\(url)/simulator"] + path).joined(separator: "/"),
            headers: hasBody ? [("content-type", "application/json")] : [], body: hasBody ? request.body : nil, isWrite: hasBody)
        do {
            let answer = try await transport.send(call)
            return ConsoleAnswer(
                status: answer.status, headers: ["content-type": "application/json"], body: .bytes(answer.body))
        } catch {
            return .refused(502, .unavailable, "the simulated HubSpot does not answer")
        }
    }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
}
