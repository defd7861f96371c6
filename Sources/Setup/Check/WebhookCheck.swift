import FoundationEssentials
import RelayCore

/// Whether what HubSpot calls is us: an empty delivery, signed as HubSpot signs, to the address that HubSpot has. It is answered and
/// nothing follows from it.
enum WebhookCheck {
    static let name = "webhook address"

    private static let body = Array("[]".utf8)
    private static let timeout: Double = 10

    /// - Parameter secret: nil where the client secret is not configured: then nothing is signed.
    static func call(_ url: String, secret: Secret?, now: Date) -> HTTPCall {
        var headers = [("Content-Type", "application/json"), ("User-Agent", "DeskRelay/\(RelayVersion.text) check")]
        if let secret {
            let timestamp = "\(Timestamp.milliseconds(now))"
            headers += [
                ("X-HubSpot-Request-Timestamp", timestamp),
                ("X-HubSpot-Signature-v3", WebhookSignature.v3(secret, "POST", url, body, timestamp)),
            ]
        }
        return HTTPCall(method: "POST", url: url, headers: headers, body: body, timeout: timeout, isWrite: true)
    }

    /// - Parameter base: `PUBLIC_URL`: the whole address is a secret.
    static func line(_ answer: Result<HTTPAnswer, TransportError>, base: String) -> CheckLine {
        switch answer {
        case .failure(let error):
            .fault(
                name, "\(base) does not answer: \(reason(error.kind))",
                fix: "Start `local-runner serve`, and the proxy or tunnel in front of it; compare PUBLIC_URL with its address.")
        case .success(let answer): line(answer, base)
        }
    }

    private static func reason(_ kind: TransportError.Kind) -> String {
        switch kind {
        case .notSent: "no connection could be made"
        case .interrupted: "the connection broke off"
        case .timedOut: "no answer came within \(Int(timeout)) seconds"
        case .answerTooLarge: "its answer is longer than any of ours"
        case .cancelled: "the check was stopped"
        }
    }

    private static func line(_ answer: HTTPAnswer, _ base: String) -> CheckLine {
        let code = (try? JSON.parse(answer.body))?["code"]?.string.flatMap { ReasonCode(rawValue: $0) }
        switch (answer.status, code) {
        case (200, .emptyBatch): return .ok(name, "\(base) is us, and a signed delivery is taken; tried from this machine")
        case (_, .badSignature):
            return .fault(
                name, "we answer at \(base), and refuse a signed delivery: the runner has another PUBLIC_URL or client secret",
                fix: "Start the runner with the same settings; PUBLIC_URL is scheme and host exactly as HubSpot calls them.")
        case (_, .staleTimestamp), (_, .futureTimestamp):
            return .fault(
                name, "we answer at \(base), and its clock and this one differ", fix: "Set both clocks by NTP.")
        case (_, .missingSignature):
            return .fault(
                name, "we answer at \(base), and want a signature",
                fix: "Set HUBSPOT_CLIENT_SECRET here as the runner has it.")
        case (_, .badToken), (_, .unknownOrganization), (_, .unknownPath):
            return .fault(
                name, "we answer at \(base), and do not know the address: the runner has another WEBHOOK_URL_KEY or organization",
                fix: "Start the runner with the same settings.")
        case (300..<400, _):
            return .fault(
                name, "\(base) sends callers elsewhere (\(answer.status)), and HubSpot does not follow",
                fix: "Set PUBLIC_URL to the address that answers itself, with https.")
        case (502...504, nil):
            return .fault(
                name, "a proxy answers at \(base) (\(answer.status)), and does not reach the runner",
                fix: "Start `local-runner serve`, and let the proxy forward to its port.")
        default:
            return .fault(
                name, "something else answers at \(base) (\(answer.status))",
                fix: "Let the proxy or tunnel forward the whole path to the runner, as it is.")
        }
    }

    static let noAddress = CheckLine.fault(
        name, "PUBLIC_URL is not set: a signature behind a proxy is not recognized, and the address is not checked",
        fix: "Set PUBLIC_URL to scheme and host that HubSpot calls.")

    static func secret(_ organization: OrganizationConfiguration) -> CheckLine {
        let name = "client secret"
        if organization[ConfigurationKeys.clientSecret].isEmpty {
            return .warning(
                name, "is missing: whoever knows the webhook address can send us anything",
                fix: "Copy the client secret from the app's Auth tab to HUBSPOT_CLIENT_SECRET, and remove WEBHOOK_UNSIGNED.")
        }
        return .ok(name, "signatures are checked")
    }

    /// HubSpot calls https alone.
    static func scheme(_ base: String) -> CheckLine? {
        guard base.hasPrefix("http://") else { return nil }
        return .warning(
            "webhook scheme", "\(base) is not https, and HubSpot calls no other", fix: "Put a proxy with TLS in front.")
    }
}
