import RelayCore
import TestSupport
import Testing

@testable import HubSpotSimulator

/// Values from HubSpot's documents and from the tests of its SDKs.
@Suite("Signatures of webhooks")
struct WebhookSignerTests {
    struct Vector: NamedCase {
        var name: String
        var body: String
        /// nil: version 1.
        var timestamp: String?
        var expected: String
    }

    private static let sdkBody = "{'example_field':'example_value'}"

    static let vectors: [Vector] = [
        Vector(
            name: "v1, documents",
            body: #"[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"#
                + #""subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","#
                + #""changeFlag":"NEW","appId":54321}]"#,
            expected: "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de"),
        Vector(
            name: "v1, Python SDK", body: sdkBody, expected: "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750"),
        Vector(
            name: "v3, Python SDK", body: sdkBody, timestamp: "1693657560000",
            expected: "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="),
        Vector(
            name: "v3, Ruby SDK", body: sdkBody, timestamp: "1700000300000",
            expected: "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw="),
    ]

    @Test("Signatures are those of HubSpot's documents and SDKs", arguments: vectors)
    func signatures(_ vector: Vector) {
        let secret = Secret("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy")
        let body = Array(vector.body.utf8)
        let signature =
            if let timestamp = vector.timestamp {
                WebhookSigner.v3(
                    secret: secret, method: "POST", url: "https://www.example.com/webhook_uri", body: body, timestamp: timestamp)
            } else {
                WebhookSigner.v1(secret: secret, body: body)
            }
        #expect(signature == vector.expected)
    }

    @Test(
        "Only the documented escapes are decoded",
        arguments: [
            ("https://a.example/x?y=1", "https://a.example/x?y=1"),
            ("https://a.example/x%3a%2Fy%20z%", "https://a.example/x:/y%20z%"),
            ("https://a.example/%25%3B%2", "https://a.example/%25;%2"),
        ])
    func escapes(_ url: String, _ decoded: String) {
        #expect(WebhookSigner.decoded(url) == decoded)
    }
}
