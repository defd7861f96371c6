import Foundation
import Logging
import RelayCore

@testable import api_receive

/// A request of the AI side to a deployment of three organizations: one with a key, one with two, one with none.
struct APIRequest {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let configuration: JSON = [
        "organizations": [
            "north": ["RELAY_API_KEY": "key-of-north-0001"], "south": ["RELAY_API_KEY": "key-of-south-0001,key-of-south-0002"],
            "east": [:],
        ]
    ]

    var method = "POST"
    /// What follows the organization.
    var address = "replies"
    var organization = "north"
    var body: [UInt8] = #"{"threadId":"7","text":"Hello"}"#.bytes
    var headers = ["authorization": "Bearer key-of-north-0001"]
    /// The path as the route table has it, and its parameters; nil where the host has none.
    var route: (path: String, parameters: [String: String])?
    var id = "http-1"

    func result() throws -> FunctionResult {
        let configuration = try Configuration.load(
            APIReceive.description.configuration, environment: ["RELAY_CONFIG": "organizations.json"],
            readFile: { _ in Self.configuration.canonicalBytes })
        let path = "/ai/\(organization)/\(address)"
        let request = HTTPRequestEvent(
            method: method, url: "https://relay.example.com\(path)", path: path, query: "", headers: headers, body: body,
            route: route?.path, pathParameters: route?.parameters ?? [:])
        let function = APIReceive(configuration: configuration, now: { Self.now })
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        return FunctionResult.of {
            try function.handle(request.event(id: id), InvocationContext(deadline: nil, logger: logger))
        }
    }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
