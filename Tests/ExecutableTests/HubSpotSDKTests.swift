import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Webhooks signed by HubSpot's own SDK")
struct HubSpotSDKTests {
    static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    @Test("Accepted as it is, refused with one byte changed", .enabled(if: python != nil, "TEST_PYTHON is not set"))
    func signed() async throws {
        let token = WebhookToken.token(organization: "default", key: Secret("example-url-key-0001"))
        let path = "/webhooks/hubspot/default/\(token)"
        let url = "https://relay.example.com\(path)"
        let body =
            #"[{"subscriptionType":"conversation.newMessage","portalId":9,"objectId":5,"occurredAt":1790000000000,"messageId":"m1"}]"#
        let timestamp = String(Timestamp.milliseconds(Date()))
        let signature = try await sign([
            "body": .string(body), "secret": "example-secret", "url": .string(url), "timestamp": .string(timestamp),
        ])

        for (sent, code, status) in [(body, nil, 200), (body.replacing("m1", with: "m2"), ReasonCode.badSignature, 401)] {
            let event: JSON = [
                "specversion": "1.0", "id": "1", "source": "/t", "type": "http.request",
                "data": [
                    "method": "POST", "url": .string(url), "path": .string(path), "body": .string(sent),
                    "headers": ["X-HubSpot-Signature-V3": .string(signature), "X-HubSpot-Request-Timestamp": .string(timestamp)],
                ],
            ]
            let run = try await Executable.run(
                "webhook-receive", input: event.canonicalBytes,
                environment: ["WEBHOOK_URL_KEY": "example-url-key-0001", "HUBSPOT_CLIENT_SECRET": "example-secret"])
            let result = try #require(run.results.first ?? nil)
            #expect(result.code == code && result.response?.statusCode == status)
            #expect(result.events.count == (code == nil ? 1 : 0))
        }
    }

    private func sign(_ request: JSON) async throws -> String {
        let script = Executable.root.appendingPathComponent("Tests/ExecutableTests/sign_webhook.py").path
        let outcome = try await Command(try #require(Self.python), [script]).run(input: request.canonicalBytes)
        try #require(outcome.exitCode == 0)
        return outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
