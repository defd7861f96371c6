import FoundationEssentials

/// `http.request`: a host took an HTTP request; the function's `response` answers it. Never queued.
package struct HTTPRequestEvent: EventPayload, Hashable {
    package static let type = "http.request"

    /// In upper case.
    package let method: String
    /// As the caller called it: scheme and host are those that the caller sees (`PUBLIC_URL`).
    package let url: String
    package let path: String
    package let query: String
    /// By name in lower case. One that came several times is one list (RFC 9110, 5.3).
    package let headers: [String: String]
    package let body: [UInt8]
    /// The path as the deployment's route table has it: `/webhooks/hubspot/{organization}/{token}`; nil where the host has none.
    package let route: String?
    /// What stands in the route's braces, decoded.
    package let pathParameters: [String: String]

    package init(
        method: String, url: String, path: String, query: String, headers: [String: String], body: [UInt8],
        route: String? = nil, pathParameters: [String: String] = [:]
    ) {
        self.method = method
        self.url = url
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.route = route
        self.pathParameters = pathParameters
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        method = try reader.string("method").uppercased()
        path = try reader.string("path")
        url = try reader.optionalString("url") ?? path
        query = try reader.optionalString("query") ?? ""
        let text = try reader.optionalString("body") ?? ""
        if try reader.optionalBool("isBase64Encoded") ?? false {
            guard let bytes = Data(base64Encoded: text) else { throw reader.error("body", "is not base64") }
            body = Array(bytes)
        } else {
            body = Array(text.utf8)
        }
        var headers: [String: String] = [:]
        for (name, value) in try reader.optionalObject("headers")?.members ?? [:] { headers[name.lowercased()] = value.string }
        self.headers = headers
        route = try reader.optionalString("route")
        pathParameters = (try reader.optionalObject("pathParameters")?.members ?? [:]).compactMapValues(\.string)
    }

    package var subject: String? { nil }

    /// The body as text where it is UTF-8, else in base64; also where reading it would leave marks out, which a signature covers.
    package var data: JSON {
        let text = String(validating: body, as: UTF8.self).flatMap {
            JSONText.isASCII(body) || MarkRuns.areBounded($0) ? $0 : nil
        }
        return .present([
            "method": .string(method), "url": .string(url), "path": .string(path), "query": .string(query),
            "headers": .object(JSONObject(headers.mapValues(JSON.string))),
            "body": .string(text ?? Data(body).base64EncodedString()),
            "isBase64Encoded": .bool(text == nil), "route": .optional(route),
            "pathParameters": .object(JSONObject(pathParameters.mapValues(JSON.string))),
        ])
    }

    package func factID(orElse unique: String) -> String { unique }

    /// The event of a request that has just come in.
    /// - Parameter id: New for each request.
    package func event(id: String) -> RelayEvent {
        RelayEvent(
            id: id, source: "/host/http", type: Self.type, data: data, organization: pathParameters["organization"])
    }

    package static var description: EventDescription {
        EventDescription(
            "An HTTP request. The function's `response` answers it; the event is never queued.",
            id: "new for each request",
            [
                .required("method", "text", "`POST`, …"),
                .required("path", "text", "The path of the request."),
                .optional(
                    "url", "text", "The whole URL, with the scheme and host that the caller used. Without it, the path is used."),
                .optional("query", "text", "The query string, without the `?`."),
                .optional("headers", "object", "Headers by name; upper or lower case does not matter."),
                .optional("body", "text", "The body, as text or in base64."),
                .optional("isBase64Encoded", "boolean", "Whether the body is in base64."),
                .optional("route", "text", "The route's path in `template.yaml`, with `{name}` for a segment."),
                .optional("pathParameters", "object", "The values of the route's `{name}` segments, decoded."),
            ])
    }
}
