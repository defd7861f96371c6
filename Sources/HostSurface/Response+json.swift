import HTTPTypes
import Hummingbird
import RelayCore

extension Response {
    static func json(_ status: HTTPResponse.Status, _ json: JSON, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.canonicalBytes)))
    }

    static func json(
        _ status: HTTPResponse.Status, _ code: ReasonCode, _ message: String? = nil, headers: HTTPFields = [:]
    ) -> Response {
        var members: JSONObject = ["code": .string(code.rawValue)]
        if let message { members["message"] = .string(message) }
        return json(status, .object(members), headers: headers)
    }

    init(_ reply: HTTPReply) {
        var headers = HTTPFields()
        for (name, value) in reply.headers {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        self.init(
            status: .init(code: reply.statusCode), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body)))
    }
}
