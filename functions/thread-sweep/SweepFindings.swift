import RelayCore

/// What a sweep found.
struct SweepFindings {
    /// Threads that were looked at.
    var threads = 0
    /// Calls for a thread's messages.
    var calls = 0
    var missed: [MissedMessageEvent] = []
    /// How many of them no sweep found before.
    var new = 0
    /// Threads that our app answered with another store than this one: nothing is said there a second time.
    var elsewhere = 0
    /// Threads that the next sweep looks at.
    var left = 0
    /// Why HubSpot ended it.
    var failure: FunctionResult?

    /// - Parameter closed: How many sessions are closed.
    func result(closed: Int) -> FunctionResult {
        var data: JSONObject = [:]
        for (name, count) in [
            ("threads", threads), ("calls", calls), ("missed", new), ("answeredElsewhere", elsewhere), ("left", left),
            ("closed", closed),
        ] {
            data[name] = .number(JSONNumber(count))
        }
        data["failure"] = .optional(failure?.code?.rawValue)
        let json = JSON.present(data)
        if new > 0 { return .done(json, code: .missedMessages) }
        if closed > 0 || !missed.isEmpty { return .done(json) }
        if let failure { return .skipped(failure.code ?? .internalError, failure.message, data: json) }
        return .skipped(.nothingToDo, data: json)
    }
}
