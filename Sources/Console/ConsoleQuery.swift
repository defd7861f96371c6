import FoundationEssentials
import HostDelivery
import Operations
import RelayCore

/// Reads the query of a request; what is no such value is named.
struct ConsoleQuery {
    let members: [String: String]

    /// - Throws: for a name that the address does not know: what is misspelt would be a filter that leaves nothing out.
    func checkNames(_ known: [String]) throws(FieldError) {
        try ObjectReader(.object(JSONObject(members.mapValues(JSON.string))), path: "").checkNames(known)
    }

    func text(_ name: String) -> String? { members[name].flatMap { $0.isEmpty ? nil : $0 } }

    func number(_ name: String, _ range: ClosedRange<Int>) throws(FieldError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range ~= number else {
            throw FieldError(path: name, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func code() throws(FieldError) -> ReasonCode? {
        guard let text = text("code") else { return nil }
        guard let code = ReasonCode(rawValue: text) else { throw FieldError(path: "code", problem: "is no reason code") }
        return code
    }

    func status() throws(FieldError) -> FunctionResult.Status? {
        guard let text = text("status") else { return nil }
        guard let status = FunctionResult.Status(rawValue: text) else {
            throw FieldError(path: "status", problem: "must be done, skipped, retry or failed")
        }
        return status
    }

    func time(_ name: String, now: Date) throws(FieldError) -> Date? {
        guard let text = text(name) else { return nil }
        guard let time = PastTime(text) else {
            throw FieldError(path: name, problem: "must be \(PastTime.forms)")
        }
        return time.date(now)
    }

    /// Of ``filter(now:)``.
    static let filterNames = [
        "organization", "function", "event", "type", "cause", "thread", "session", "message", "status", "code", "since",
    ]

    func filter(now: Date) throws(FieldError) -> HistoryFilter {
        HistoryFilter(
            organization: text("organization"), function: text("function"), eventID: text("event"), type: text("type"),
            causeID: text("cause"), threadID: text("thread"), sessionID: text("session"), messageID: text("message"),
            status: try status(), code: try code(), since: try time("since", now: now))
    }
}
