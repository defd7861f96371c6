import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RelayCore

extension Request {
    /// The request as the event that its function gets.
    /// - Parameters:
    ///   - base: Scheme and authority that the client called; nil: those of the request.
    ///   - parameters: What stands for the parameters of the route, decoded.
    func event(body: ByteBuffer, base: String?, route: Route, parameters: [String: String], id: String) -> RelayEvent {
        let base = base ?? "http://\(head.authority ?? "localhost")"
        var fields: [String: JSON] = [:]
        // A header that comes twice is one list (RFC 9110, 5.3); the last alone would hide the first from the function.
        for name in Set(headers.map(\.name)) { fields[name.canonicalName] = .optional(headers[name]) }
        let bytes = body.readableBytesView
        let text = String(validating: bytes, as: UTF8.self)
        return RelayEvent(
            id: id, source: "/host/http", type: EventType.httpRequest,
            data: [
                "method": .string(method.rawValue),
                "url": .string((base.hasSuffix("/") ? String(base.dropLast()) : base) + uri.string),
                "path": .string(uri.path), "query": .string(uri.query ?? ""), "headers": .object(fields),
                "route": .string(route.path), "pathParameters": .object(parameters.mapValues(JSON.string)),
                "body": .string(text ?? Data(bytes).base64EncodedString()), "isBase64Encoded": .bool(text == nil),
            ])
    }
}
