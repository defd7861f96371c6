import Crypto
import Foundation
import Logging
import RelayCore
import TestSupport
import Testing

@testable import webhook_receive

@Suite("A webhook delivery")
struct WebhookReceiveTests {
    static let urlKey = "example-url-key-0001"
    static let secret = "example-client-secret"
    static let url = "https://relay.example.com"
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    static func message(_ id: Int) -> JSON {
        [
            "subscriptionType": "conversation.newMessage", "portalId": 9, "objectId": 5, "occurredAt": 1_790_000_000_000,
            "messageId": .string("m\(id)"),
        ]
    }

    static func path(_ organization: String = "shop", key: String = urlKey) -> String {
        "/webhooks/hubspot/\(organization)/\(WebhookToken.token(organization: organization, key: Secret(key)))"
    }

    /// What arrives; signed by whoever has `secret` unless told otherwise.
    struct Delivery: NamedCase {
        let name: String
        var method = "POST"
        var path = WebhookReceiveTests.path()
        var body = JSON.array([WebhookReceiveTests.message(1)]).canonical
        /// The body that is signed, where it is another one.
        var signedBody: String?
        var secret: String? = WebhookReceiveTests.secret
        /// Seconds between signing and arrival.
        var age: Double = 0
        var environment: [String: String] = [:]
        let status: Int
        let code: ReasonCode?
        var events = 0

        func result() throws -> FunctionResult {
            let keys = WebhookReceive.description.configuration
            let configuration = try Configuration.load(
                keys,
                environment: [
                    "WEBHOOK_URL_KEY": urlKey, "ORGANIZATION": "shop",
                    "HUBSPOT_CLIENT_SECRET": WebhookReceiveTests.secret, "HUBSPOT_PORTAL_ID": "9",
                ].merging(environment) { $1 }, readFile: { _ in [] })
            let function = WebhookReceive(configuration: configuration, now: { now })
            var headers: JSONObject = ["Content-Type": "application/json"]
            if let secret {
                let timestamp = String(Timestamp.milliseconds(now - age))
                let signed = "\(method)\(url)\(path)\(signedBody ?? body)\(timestamp)"
                let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: Data(secret.utf8)))
                headers["X-HubSpot-Signature-v3"] = .string(Data(code).base64EncodedString())
                headers["X-HubSpot-Request-Timestamp"] = .string(timestamp)
            }
            let event = RelayEvent(
                id: "1", source: "/host/http", type: "http.request",
                data: [
                    "method": .string(method), "url": .string(url + path), "path": .string(path), "body": .string(body),
                    "headers": .object(headers),
                ])
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            return FunctionResult.of { try function.handle(event, InvocationContext(deadline: nil, logger: logger)) }
        }
    }

    static let deliveries = [
        Delivery(name: "signed", status: 200, code: nil, events: 1),
        Delivery(name: "not quite five minutes old", age: 299, status: 200, code: nil, events: 1),
        Delivery(name: "older than five minutes", age: 301, status: 401, code: .staleTimestamp),
        Delivery(name: "from more than five minutes ahead", age: -301, status: 401, code: .futureTimestamp),
        Delivery(
            name: "older than five minutes, and the window is wider", age: 301, environment: ["WEBHOOK_WINDOW": "600"],
            status: 200, code: nil, events: 1),
        Delivery(name: "one byte changed", signedBody: "[]", status: 401, code: .badSignature),
        Delivery(name: "another secret", secret: "wrong", status: 401, code: .badSignature),
        Delivery(
            name: "the older of two secrets", secret: "old", environment: ["HUBSPOT_CLIENT_SECRET": "new,old"], status: 200,
            code: nil, events: 1),
        Delivery(name: "no signature", secret: nil, status: 401, code: .missingSignature),
        Delivery(
            name: "no signature, and none is wanted", secret: nil,
            environment: ["HUBSPOT_CLIENT_SECRET": "", "WEBHOOK_UNSIGNED": "true"],
            status: 200, code: nil, events: 1),
        Delivery(name: "another key's token", path: path(key: "wrong"), status: 401, code: .badToken),
        Delivery(
            name: "another organization's token",
            path: "/webhooks/hubspot/shop/\(WebhookToken.token(organization: "other", key: Secret(urlKey)))", status: 401,
            code: .badToken),
        Delivery(name: "a token cut short", path: String(path().dropLast()), status: 401, code: .badToken),
        Delivery(name: "no token", path: "/webhooks/hubspot/shop/", status: 404, code: .unknownPath),
        Delivery(name: "an organization that is gone", path: path("gone"), status: 200, code: .unknownOrganization),
        Delivery(name: "GET", method: "GET", status: 405, code: .methodNotAllowed),
        Delivery(name: "an empty array", body: "[]", status: 200, code: .emptyBatch),
        Delivery(name: "an object instead of an array", body: message(1).canonical, status: 200, code: .badPayload),
        Delivery(name: "no JSON", body: "hello", status: 200, code: .badPayload),
        Delivery(name: "1 MiB of nesting", body: String(repeating: "[", count: 1 << 20), status: 200, code: .badPayload),
        Delivery(
            name: "a mebibyte of nothing", body: "[" + String(repeating: " ", count: WebhookBatch.byteLimit - 2) + "]",
            status: 200,
            code: .emptyBatch),
        Delivery(
            name: "more than a mebibyte", body: "[" + String(repeating: " ", count: WebhookBatch.byteLimit - 1) + "]",
            status: 413,
            code: .inputTooLarge),
        Delivery(
            name: "as many numbers as fit", body: "[" + String(repeating: "1,", count: 524_000) + "1]", status: 200,
            code: .badPayload),
        Delivery(
            name: "more elements than HubSpot sends", body: "[" + String(repeating: "1,", count: 10_000) + "1]", status: 200,
            code: .badPayload),
        Delivery(
            name: "101 events", body: JSON.array((0..<101).map(message)).canonical, status: 200, code: nil, events: 101),
        Delivery(
            name: "all of another portal", environment: ["HUBSPOT_PORTAL_ID": "8"], status: 200, code: .wrongPortal),
        Delivery(
            name: "one of three is none", body: JSON.array([message(1), "what?", message(2)]).canonical, status: 200, code: nil,
            events: 2),
    ]

    @Test("Taken or refused, each with its code", arguments: deliveries)
    func delivery(_ delivery: Delivery) throws {
        let result = try delivery.result()
        #expect(result.response?.statusCode == delivery.status)
        #expect(result.code == delivery.code)
        #expect(result.events.count == delivery.events)
        #expect(result.status == (delivery.status == 200 ? (delivery.code == nil ? .done : .skipped) : .failed))
        #expect(result.events.allSatisfy { $0.type == "hubspot.conversation.newMessage" && $0.organization == "shop" })
        // Who is not known to be HubSpot learns the code and nothing more.
        if delivery.status >= 400 {
            #expect(result.response?.body == #"{"code":"\#(delivery.code?.rawValue ?? "")"}"#)
        }
    }

    @Test("Delivered twice, it is the same events")
    func twice() throws {
        let delivery = Delivery(name: "", status: 200, code: nil)
        #expect(try delivery.result().line == delivery.result().line)
    }
}
