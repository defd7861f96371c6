import RelayCore

/// Why a request is not taken, and the answer that says so.
struct APIRefusal: ResultError {
    let result: FunctionResult

    /// To somebody who holds no key: no more than the code.
    init(_ status: Int, _ code: ReasonCode, headers: [String: String] = [:]) {
        self.init(status, code, code.meaning, body: ["code": .string(code.rawValue)], headers)
    }

    /// To somebody who holds one.
    /// - Parameter message: Names the field; holds no value.
    init(badRequest code: ReasonCode, _ message: String) {
        self.init(400, code, message, body: ["code": .string(code.rawValue), "message": .string(message)], [:])
    }

    private init(_ status: Int, _ code: ReasonCode, _ message: String, body: JSON, _ headers: [String: String]) {
        result = FunctionResult(
            status: .failed, code: code, message: message,
            response: HTTPReply(statusCode: status, json: body, headers: headers))
    }
}
