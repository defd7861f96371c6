import Foundation
import HostSurface
import RelayCore

/// A request as API Gateway's HTTP API and Lambda's Function URLs give it, payload format 2.0.
///
/// Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
struct LambdaRequest: Sendable {
    let method: String
    /// As the caller wrote it, with the stage where the address has one.
    let rawPath: String
    /// Without the stage.
    let path: String
    let query: String
    /// By name in lower case.
    let headers: [String: String]
    let body: [UInt8]
    private let host: String

    init(_ json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "")
        let context = try reader.object("requestContext")
        method = try context.object("http").string("method").uppercased()
        let rawPath = try reader.optionalString("rawPath") ?? "/"
        self.rawPath = rawPath
        query = try reader.optionalString("rawQueryString") ?? ""
        var headers: [String: String] = [:]
        for (name, value) in try reader.optionalObject("headers")?.members ?? [:] { headers[name.lowercased()] = value.string }
        let cookies = (try reader.optionalArray("cookies") ?? []).compactMap(\.string)
        if !cookies.isEmpty { headers["cookie"] = cookies.joined(separator: "; ") }
        self.headers = headers
        let name = try context.optionalString("domainName")
        host = headers["host"] ?? name ?? "localhost"
        let stage = "/\(try context.optionalString("stage") ?? "$default")"
        path = rawPath == stage ? "/" : rawPath.hasPrefix(stage + "/") ? String(rawPath.dropFirst(stage.count)) : rawPath
        let text = try reader.optionalString("body") ?? ""
        if try reader.optionalBool("isBase64Encoded") ?? false {
            guard let data = Data(base64Encoded: text) else { throw reader.error("body", "is not base64") }
            body = Array(data)
        } else {
            body = Array(text.utf8)
        }
    }

    /// - Parameter publicURL: Scheme and authority that callers use; nil: those of the request.
    func event(id: String, route: Route, parameters: [String: String], publicURL: String?) -> RelayEvent {
        let base = publicURL ?? "https://\(host)"
        return HTTPRequestEvent(
            method: method, url: "\(base)\(rawPath)\(query.isEmpty ? "" : "?\(query)")", path: path, query: query,
            headers: headers, body: body, route: route.path, pathParameters: parameters
        ).event(id: id)
    }
}

extension HTTPReply {
    /// The answer in payload format 2.0. Without the status API Gateway would make a 200 of anything.
    var lambdaJSON: JSON {
        var headers: [String: JSON] = [:]
        var cookies: [JSON] = []
        for (name, value) in self.headers {
            if name.lowercased() == "set-cookie" {
                cookies.append(.string(value))
            } else {
                headers[name.lowercased()] = .string(value)
            }
        }
        return [
            "statusCode": .number(JSONNumber(statusCode)), "headers": .object(JSONObject(headers)), "cookies": .array(cookies),
            "body": .string(body), "isBase64Encoded": false,
        ]
    }
}
