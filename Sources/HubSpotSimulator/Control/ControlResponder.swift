import HTTPTypes
import Hummingbird
import NIOCore
import RelayCore

/// Answers calls about the simulator itself, and gives out the portal's files.
struct ControlResponder: Sendable {
    let portal: SimulatedPortal
    let journal: CallJournal

    func respond(to request: Request, body: [UInt8]) async -> Response {
        do throws(Refusal) {
            if request.uri.path.hasPrefix("\(ControlPath.files)/") { return try await file(request) }
            throw .notFound
        } catch {
            return SimulatedAnswer(
                status: error.status, headers: error.headers, body: ["error": .string(error.message)]
            ).response
        }
    }

    private func file(_ request: Request) async throws(Refusal) -> Response {
        guard request.method == .get else { throw .methodNotAllowed }
        let query = request.uri.queryParameters
        let file = try await portal.download(
            String(request.uri.path.dropFirst(ControlPath.files.count + 1)), expires: query["expires"].map { String($0) },
            signature: query["signature"].map { String($0) })
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
