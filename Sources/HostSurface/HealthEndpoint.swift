import HTTPTypes
import HostCore
import Hummingbird
import NIOCore
import RelayCore

/// How a host is; asked for `/readyz` and `/metrics`.
package protocol HostHealth: Sendable {
    /// The code of what keeps the host from working, by what it is of; empty when all is well. More stands in the log.
    func faults() async -> [String: ReasonCode]
    /// The names of what a check found wrong; more stands in the log. The host works all the same.
    func checkFaults() async -> [String]
    /// What events wait for. The host itself is well: it takes what comes.
    func waits() async -> [EventWait]
    /// In the text format that Prometheus reads; nil when the queue cannot be read.
    func metrics() async -> String?
}

/// `/readyz` and `/metrics`.
struct HealthEndpoint: Sendable {
    let health: any HostHealth

    /// - Parameter isBrief: Without the reasons.
    func readiness(isBrief: Bool) async -> Response {
        let (faults, waits) = (await health.faults(), await health.waits())
        var members: JSONObject = ["status": faults.isEmpty ? "ready" : "not ready"]
        if isBrief { return .json(faults.isEmpty ? .ok : .serviceUnavailable, .object(members)) }
        if !faults.isEmpty { members["faults"] = .object(JSONObject(faults.mapValues { JSON.string($0.rawValue) })) }
        let found = await health.checkFaults()
        if !found.isEmpty { members["check"] = .array(found.map(JSON.string)) }
        if !waits.isEmpty { members["waits"] = .array(waits.map(\.json)) }
        return .json(faults.isEmpty ? .ok : .serviceUnavailable, .object(members))
    }

    func metrics() async -> Response {
        guard let text = await health.metrics() else { return .json(.serviceUnavailable, ["status": "no queue"]) }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension EventWait {
    fileprivate var json: JSON {
        [
            "organization": .string(organization), "code": .string(code.rawValue), "events": .number(JSONNumber(events)),
            "since": .string(Timestamp.rfc3339(since)),
        ]
    }
}
