import Foundation
import RelayCore

@testable import api_receive

extension Relay {
    /// The AI side calls a route, and what it asks for is queued.
    /// - Parameter address: What follows the organization.
    @discardableResult
    func call(
        _ address: String, _ body: JSON, method: String = "POST", idempotencyKey: String? = nil, on stage: Stage
    ) -> HTTPReply? {
        let path = "/ai/default/\(address)"
        var headers = ["authorization": "Bearer \(Stage.apiKey)"]
        headers["idempotency-key"] = idempotencyKey
        let request = HTTPRequestEvent(
            method: method, url: path, path: path, query: "", headers: headers, body: body.canonicalBytes)
        let now = clock.now
        let function = APIReceive(configuration: stage.configuration, now: { now })
        let result = FunctionResult.of { try function.handle(request.event(id: UUID().uuidString), Stage.context) }
        result.events.forEach(add)
        return result.response
    }
}
