import Crypto
import FoundationEssentials
import RelayCore

/// Why a webhook's signature is wrong: which other address, body, time, secret or version it is right for.
package struct SignatureDiagnosis: Sendable, Hashable {
    package enum Verdict: Sendable, Hashable {
        case right
        /// Right, but for the time.
        case late(seconds: Int)
        case early(seconds: Int)
        /// It would be right if these things were as the sender had them.
        case differs([String])
        /// Nothing that was tried makes it right.
        case unknown
        case missing(String)
    }

    package let verdict: Verdict
    /// What to do.
    package let remedies: [String]

    package var isRight: Bool { verdict == .right }

    /// - Parameters:
    ///   - otherURLs: Addresses by which the sender may have called, for example behind a proxy.
    ///   - otherSecrets: Secrets of other apps that may have signed it, by name.
    package static func of(
        _ request: HTTPRequestEvent, secrets: [Secret], otherURLs: [String] = [],
        otherSecrets: [(name: String, secret: Secret)] = [],
        window: Double, now: Date
    ) -> SignatureDiagnosis {
        guard let signed = SignedRequest(request) else {
            let names = "x-hubspot-signature-v3 and x-hubspot-request-timestamp"
            return SignatureDiagnosis(
                verdict: .missing("the request has no signature: \(names) are needed"),
                remedies: ["Look whether a proxy takes these headers away."])
        }
        let variants = SignatureVariants(signed, secrets, otherURLs, otherSecrets)
        guard let changes = variants.best() else {
            return SignatureDiagnosis(
                verdict: .unknown,
                remedies: [
                    "Compare HUBSPOT_CLIENT_SECRET with the client secret of the app that sends the webhooks.",
                    "Give the body's bytes as they came: neither parsed nor formatted.",
                ])
        }
        if !changes.isEmpty {
            return SignatureDiagnosis(verdict: .differs(changes.map(\.fact)), remedies: changes.map(\.remedy))
        }
        let age = now.timeIntervalSince(Timestamp.date(milliseconds: Int(signed.timestamp) ?? 0))
        let seconds = abs(age).whole(in: 0...Int(Int32.max))
        let remedies = ["Compare this machine's clock with the sender's; WEBHOOK_WINDOW says how far they may differ."]
        if age > window { return SignatureDiagnosis(verdict: .late(seconds: seconds), remedies: remedies) }
        if age < -window { return SignatureDiagnosis(verdict: .early(seconds: seconds), remedies: remedies) }
        return SignatureDiagnosis(verdict: .right, remedies: [])
    }

    package var sentence: String {
        switch verdict {
        case .right: "The signature is right."
        case .late(let seconds): "The signature is right, and \(Spans.text(Double(seconds))) old."
        case .early(let seconds): "The signature is right, and \(Spans.text(Double(seconds))) ahead."
        case .differs(let facts): "The signature is wrong: " + facts.joined(separator: "; ") + "."
        case .unknown: "The signature is wrong, and right for nothing that was tried."
        case .missing(let problem): "There is nothing to check: \(problem)."
        }
    }

    package var json: JSON {
        let name =
            switch verdict {
            case .right: "right"
            case .late: "stale"
            case .early: "ahead"
            case .differs: "differs"
            case .unknown: "wrong"
            case .missing: "missing"
            }
        let facts: [String] = if case .differs(let facts) = verdict { facts } else { [] }
        return [
            "verdict": .string(name), "sentence": .string(sentence), "differences": .array(facts.map(JSON.string)),
            "remedies": .array(remedies.map(JSON.string)),
        ]
    }
}

/// A request with what it is signed by.
struct SignedRequest {
    let method: String
    let url: String
    let body: [UInt8]
    let timestamp: String
    let signature: String
    /// `v3`, else what the request says.
    let version: String

    init?(_ request: HTTPRequestEvent) {
        (method, url, body) = (request.method, request.url, request.body)
        timestamp = request.headers["x-hubspot-request-timestamp"] ?? ""
        if let v3 = request.headers["x-hubspot-signature-v3"] {
            (signature, version) = (v3.trimmed, "v3")
        } else if let older = request.headers["x-hubspot-signature"] {
            (signature, version) = (older.trimmed, request.headers["x-hubspot-signature-version"] ?? "v1")
        } else {
            return nil
        }
    }
}
