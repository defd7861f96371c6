import HTTPTypes
import RelayCore

/// What a request must show before its body is read: a stranger's body costs nothing. The function checks it again.
package enum Admission: Sendable {
    /// Nothing: the function alone decides.
    case open
    /// The token of the organization that the address names.
    case webhookToken(keys: [Secret])
    /// A bearer key of the organization that the address names.
    case bearer(keys: [String: [Secret]])
    /// Nobody comes in: what the keys are is not known.
    case closed
}

extension Admission {
    struct Refusal: Error {
        let status: HTTPResponse.Status
        let code: ReasonCode
        var headers: HTTPFields = [:]
    }

    /// The largest body, in bytes.
    var byteLimit: Int {
        // The rest of what a function takes is for what the request is wrapped in.
        if case .webhookToken = self { WebhookBatch.byteLimit } else { InvocationInput.defaultByteLimit - 64 * 1024 }
    }

    /// - Throws: ``Refusal``, the same as the function's.
    func check(_ head: HTTPRequest, _ parameters: [String: String]) throws(Refusal) {
        let organization = parameters["organization"].map(MarkRuns.capped) ?? ""
        switch self {
        case .open: return
        case .closed: throw Refusal(status: .serviceUnavailable, code: .badConfiguration)
        case .webhookToken(let keys):
            guard WebhookToken.isValid(parameters["token"] ?? "", organization: organization, keys: keys) else {
                throw Refusal(status: .unauthorized, code: .badToken)
            }
        case .bearer(let keys):
            guard let keys = keys[organization], !keys.isEmpty else { throw Refusal(status: .notFound, code: .unknownPath) }
            guard BearerKeys(keys).open(head.headerFields[.authorization]) else {
                throw Refusal(status: .unauthorized, code: .badKey, headers: [.wwwAuthenticate: "Bearer"])
            }
        }
    }
}
