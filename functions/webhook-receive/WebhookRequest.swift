import FoundationEssentials
import RelayCore

/// The HTTP request that the host took, out of the data of an `http.request`.
struct WebhookRequest {
    let method: String
    let path: String
    let body: [UInt8]
    /// As the signature covers it.
    let signed: WebhookSignature.Request

    /// - Throws: ``FieldError`` for a field that is missing or mistyped.
    init(_ data: JSON) throws(FieldError) {
        let reader = try ObjectReader(data, path: "data")
        method = try reader.string("method").uppercased()
        path = try reader.string("path")
        let text = try reader.optionalString("body") ?? ""
        if try reader.optionalBool("isBase64Encoded") ?? false {
            guard let bytes = Data(base64Encoded: text) else { throw reader.error("body", "is not base64") }
            body = Array(bytes)
        } else {
            body = Array(text.utf8)
        }
        var headers: [String: String] = [:]
        for (name, value) in try reader.optionalObject("headers")?.members ?? [:] {
            headers[name.lowercased()] = value.string
        }
        signed = WebhookSignature.Request(
            method: method, url: try reader.optionalString("url") ?? path, body: body, headers: headers)
    }
}

/// `/webhooks/hubspot/{organization}/{token}`; an organization that is called by webhook has a name that needs no escaping.
struct WebhookAddress {
    let organization: String
    let token: String

    init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "webhooks", parts[2] == "hubspot", !parts[3].isEmpty,
            !parts[4].isEmpty
        else { return nil }
        organization = String(parts[3])
        token = String(parts[4])
    }
}
