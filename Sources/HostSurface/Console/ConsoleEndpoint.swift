import Foundation
import HTTPTypes
import HostCore
import Hummingbird
import NIOCore
import RelayCore

/// Brings admitted requests to the console, and its answers back.
struct ConsoleEndpoint: Sendable {
    private let surface: any ConsoleSurface
    private let door: ConsoleDoor
    private let isSecure: Bool

    /// - Parameters:
    ///   - keys: What opens it; none: callers on this machine come in.
    ///   - isSecure: Whether browsers come by TLS, and keep a cookie for that alone.
    init(surface: any ConsoleSurface, keys: [Secret], isSecure: Bool) {
        self.surface = surface
        self.isSecure = isSecure
        door = ConsoleDoor(keys: keys)
    }

    static let root = "/console"

    static func isAt(_ path: String) -> Bool { path == root || path.hasPrefix(root + "/") }

    enum Admission {
        case admitted
        /// The answer stands already.
        case answered(Response)
        /// The same, to somebody who has not the right key.
        case refused(Response)
    }

    func admission(_ request: Request, isOnThisMachine: Bool, isBehindProxy: Bool) -> Admission {
        let offered = request.uri.queryParameters["key"].map(String.init)
        switch door.verdict(
            request.head, isOnThisMachine: isOnThisMachine, isBehindProxy: isBehindProxy, offered: offered)
        {
        case .open: return .admitted
        case .hidden: return .answered(.json(.notFound, .unknownPath))
        case .refused(let status, let message):
            let headers: HTTPFields = status == .unauthorized ? [.wwwAuthenticate: "Bearer"] : [:]
            let response = Self.refused(status, .badKey, message, headers: headers)
            return status == .unauthorized ? .refused(response) : .answered(response)
        case .keep(let mark):
            let cookie =
                "\(ConsoleDoor.cookie)=\(mark); Path=\(Self.root); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
            return .answered(
                Response(
                    status: .seeOther, headers: [.location: request.uri.path, .setCookie: cookie, .cacheControl: "no-store"]))
        }
    }

    /// In the words of the console's API.
    private static func refused(
        _ status: HTTPResponse.Status, _ code: ReasonCode, _ error: String, headers: HTTPFields = [:]
    ) -> Response {
        .json(status, ["code": .string(code.rawValue), "error": .string(error)], headers: headers)
    }

    func respond(to request: Request, body: ByteBuffer) async -> Response {
        let segments = request.uri.path.dropFirst(Self.root.count).split(separator: "/")
        let path = segments.compactMap { $0.removingPercentEncoding }
        guard path.count == segments.count else { return Self.refused(.badRequest, .badField, "the path has a wrong escape") }
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        return response(
            await surface.answer(
                ConsoleRequest(
                    method: request.method.rawValue, path: path, query: query, headers: headers,
                    body: Array(body.readableBytesView))))
    }

    /// What holds for every answer, unless it says otherwise: nothing is kept, framed, guessed at or loaded.
    private static let headers: [String: String] = [
        "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ]

    private func response(_ answer: ConsoleAnswer) -> Response {
        var fields = HTTPFields()
        for (name, value) in Self.headers.merging(answer.headers, uniquingKeysWith: { $1 }) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let body: ResponseBody
        switch answer.body {
        case .bytes(let bytes): body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let parts):
            body = ResponseBody { writer in
                for await part in parts { try await writer.write(ByteBuffer(bytes: part)) }
                try await writer.finish(nil)
            }
        }
        return Response(status: .init(code: answer.status), headers: fields, body: body)
    }
}
