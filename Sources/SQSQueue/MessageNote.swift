import FoundationEssentials
import HostDelivery
import RelayCore

/// What stands on a message beside its event, as one message attribute: what came of earlier deliveries, or why it is a dead letter.
///
/// SQS counts how often it gave a message, waits included, and knows nothing more. So a message that is put back says the rest.
struct MessageNote: Sendable, Hashable {
    static let name = "deskrelay"

    let tries: DeliveryTries
    /// Of a dead letter.
    let code: ReasonCode?
    /// When the event was first sent, where that was another message.
    let queued: Date?

    init(tries: DeliveryTries = DeliveryTries(), code: ReasonCode? = nil, queued: Date? = nil) {
        self.tries = tries
        self.code = code
        self.queued = queued
    }

    /// More than is ever counted: who may write to the queue may write anything.
    static let most = 1_000_000

    /// Reads what ``text`` wrote. What cannot be read counts for nothing: the event is there all the same.
    init(_ text: String?) {
        let json = text.flatMap { try? JSON.parse($0) } ?? .null
        var wait: DeliveryWait?
        if let code = json["wait"]?["code"]?.string.flatMap(ReasonCode.init), code.isWait,
            let since = json["wait"]?["since"]?.string.flatMap(Timestamp.parse)
        {
            wait = DeliveryWait(code: code, since: since, count: Self.counted(json["wait"]?["count"], from: 1))
        }
        tries = DeliveryTries(faults: Self.counted(json["faults"], from: 0), wait: wait)
        code = nil
        queued = json["queued"]?.string.flatMap(Timestamp.parse)
    }

    private static func counted(_ json: JSON?, from least: Int) -> Int { min(max(least, json?.int ?? least), most) }

    /// nil where there is nothing to say.
    var text: String? {
        var members: JSONObject = [:]
        if let queued { members["queued"] = .string(Timestamp.rfc3339(queued)) }
        if let code { members["code"] = .string(code.rawValue) }
        if tries.faults > 0 { members["faults"] = .number(JSONNumber(tries.faults)) }
        if let wait = tries.wait {
            members["wait"] = [
                "code": .string(wait.code.rawValue), "since": .string(Timestamp.rfc3339(wait.since)),
                "count": .number(JSONNumber(wait.count)),
            ]
        }
        return members.isEmpty ? nil : JSON.object(members).canonical
    }
}
