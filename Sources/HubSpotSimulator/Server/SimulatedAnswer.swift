import HTTPTypes
import Hummingbird
import NIOCore
import RelayCore

/// An answer before it goes on the wire.
struct SimulatedAnswer: Sendable {
    var status: Int
    var headers: [String: String] = [:]
    /// nil for none.
    var body: JSON?
    /// A page in the place of a body.
    var page: String?

    var response: Response {
        if let page {
            var fields = fields
            fields[.contentType] = "text/html;charset=utf-8"
            return Response(
                status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
        }
        guard let body else { return Response(status: .init(code: status), headers: fields) }
        return Response(
            status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.canonicalBytes)))
    }

    private var fields: HTTPFields {
        var fields: HTTPFields = body == nil ? [:] : [.contentType: "application/json;charset=utf-8"]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }

    /// The answer as it arrives when something is wrong with it on its way.
    func spoiled(_ spoiling: Fault.Spoiling, _ ambient: Ambient) -> Response {
        let bytes = body?.canonicalBytes ?? []
        let half = bytes.count / 2
        switch spoiling {
        case .malformed:
            // A page of something between, which knows nothing of HubSpot's status and headers.
            let page = ByteBuffer(string: "<html><body>Please sign in to the network.</body></html>")
            return Response(
                status: .ok, headers: [.contentType: "text/html;charset=utf-8"], body: ResponseBody(byteBuffer: page))
        case .truncated:
            // Announced in full, cut in the middle: the connection breaks off.
            var fields = fields
            fields[.contentLength] = String(bytes.count)
            let body = ResponseBody { writer in
                try await writer.write(ByteBuffer(bytes: bytes[..<half]))
                throw BrokenOff()
            }
            return Response(status: .init(code: status), headers: fields, body: body)
        case .slow(let seconds):
            let body = ResponseBody { writer in
                try await writer.write(ByteBuffer(bytes: bytes[..<half]))
                await ambient.sleep(seconds)
                try await writer.write(ByteBuffer(bytes: bytes[half...]))
                try await writer.finish(nil)
            }
            return Response(status: .init(code: status), headers: fields, body: body)
        }
    }

    private struct BrokenOff: Error {}
}
