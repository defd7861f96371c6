import Crypto
import Foundation
import RelayCore
import TestSupport
import Testing

@testable import Operations

@Suite("Why a webhook's signature is wrong")
struct SignatureDiagnosisTests {
    private static let secret = Secret("example-client-secret")
    private static let url = "https://relay.example.com/webhooks/hubspot/default/token"
    private static let body = Array(#"[{"objectId":7, "a":"b c"}]"#.utf8)
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let stamp = "1790000000000"

    struct Case: NamedCase {
        let name: String
        var signedURL = SignatureDiagnosisTests.url
        var url = SignatureDiagnosisTests.url
        var signedBody = SignatureDiagnosisTests.body
        var body = SignatureDiagnosisTests.body
        var signedStamp = SignatureDiagnosisTests.stamp
        var stamp = SignatureDiagnosisTests.stamp
        var secret = SignatureDiagnosisTests.secret
        var others: [String] = []
        let says: String
    }

    static let cases = [
        Case(name: "right", says: "The signature is right."),
        Case(
            name: "a proxy ended TLS", url: "http://relay.example.com/webhooks/hubspot/default/token",
            says: "The signature is wrong: it is signed for \(url): the scheme differs."),
        Case(
            name: "a proxy changed the host", url: "http://127.0.0.1:8080/webhooks/hubspot/default/token", others: [url],
            says: "The signature is wrong: it is signed for \(url)."),
        Case(name: "a slash at the end", signedURL: url + "/", says: "the slash at the end differs"),
        Case(name: "the query was left out", url: url + "?a=1", says: "it is signed without the query"),
        Case(name: "escapes", signedURL: url + "/a b", url: url + "/a%20b", says: "its escapes decoded"),
        Case(
            name: "written anew", signedBody: Array(#"[{"a": "b c", "objectId": 7}]"#.utf8),
            body: Array(#"[{"a":"b c","objectId":7}]"#.utf8), says: "the body was written anew"),
        Case(name: "a line end", body: body + [0x0A], says: "a line end that was not signed"),
        Case(name: "seconds", stamp: "1790000000", says: "the header has seconds"),
        Case(
            name: "two things", url: "http://relay.example.com/webhooks/hubspot/default/token", body: body + [0x0A],
            says: "the scheme differs; the body has a line end that was not signed."),
        Case(name: "another secret", secret: Secret("another-client-secret"), says: "right for nothing that was tried"),
        Case(
            name: "another organization's secret", secret: Secret("the-other-secret"),
            says: "it is signed with the client secret of organization shop"),
        Case(
            name: "late", signedStamp: "1789999000000", stamp: "1789999000000",
            says: "The signature is right, and 16 min 40 s old."),
        Case(name: "early", signedStamp: "1790001000000", stamp: "1790001000000", says: "16 min 40 s ahead."),
    ]

    @Test("What the sender had otherwise is named", arguments: cases)
    func diagnosis(_ row: Case) {
        let signature = WebhookSignature.v3(row.secret, "POST", row.signedURL, row.signedBody, row.signedStamp)
        let diagnosis = Self.diagnosis(
            ["x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": row.stamp], row.url, row.body, row.others)
        #expect(diagnosis.sentence.contains(row.says), "\(diagnosis.sentence)")
        #expect(diagnosis.isRight == (row.name == "right"))
        #expect(diagnosis.remedies.isEmpty == diagnosis.isRight)
    }

    private static func diagnosis(
        _ headers: [String: String], _ url: String = url, _ body: [UInt8] = body, _ others: [String] = []
    ) -> SignatureDiagnosis {
        SignatureDiagnosis.of(
            HTTPRequestEvent(method: "POST", url: url, path: "/", query: "", headers: headers, body: body), secrets: [secret],
            otherURLs: others,
            otherSecrets: [("the client secret of organization shop", Secret("the-other-secret"))], window: 300, now: now)
    }

    @Test("Other versions are known for what they are")
    func versions() {
        let v1 = WebhookSignature.v1(Self.secret, Self.body)
        #expect(Self.diagnosis(["x-hubspot-signature-v3": v1]).sentence.contains("it is a v1 signature"))
        let hash = SHA256.hash(data: Array("example-client-secretPOST\(Self.url)".utf8) + Self.body)
        let v2 = Hex.string(hash)
        #expect(
            Self.diagnosis(["x-hubspot-signature": v2, "x-hubspot-signature-version": "v2"]).sentence.contains(
                "it is a v2 signature"))
        #expect(Self.diagnosis([:]).sentence.contains("the request has no signature"))
    }
}
