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
        var fields: [String: String] = [:]
        // A header that comes twice is one list (RFC 9110, 5.3); the last alone would hide the first from the function.
        for name in Set(headers.map(\.name)) { fields[name.canonicalName] = headers[name] }
        return HTTPRequestEvent(
            method: method.rawValue, url: (base.hasSuffix("/") ? String(base.dropLast()) : base) + uri.string, path: uri.path,
            query: uri.query ?? "", headers: fields, body: Array(body.readableBytesView), route: route.path,
            pathParameters: parameters
        ).event(id: id)
    }
}
