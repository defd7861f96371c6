import RelayCore

/// What a worker says of one event, as a host reads it: the emitted events stay bytes.
package struct InvocationResult: Sendable {
    /// The result without its events.
    private let result: FunctionResult
    /// For the host to deliver, durably, before it reports the invocation as done.
    package let events: [EncodedEvent]
    /// What the function called outside.
    package let calls: [OutsideCall]

    package var status: FunctionResult.Status { result.status }
    package var code: ReasonCode? { result.code }
    package var message: String? { result.message }
    package var data: JSON { result.data }
    package var response: HTTPReply? { result.response }
    package var retryAfterSeconds: Int? { result.retryAfterSeconds }
    /// The work is further than before this delivery, though not at its end.
    package var hasProgressed: Bool { data[FunctionResult.progress]?.bool == true }

    /// Delivering the event again is of no use. A scope is given, a configuration is mended: then nothing is wrong with the event.
    package var isHopeless: Bool { status == .failed && code?.wait != .outside }

    /// The result as it is kept: of an HTTP answer the status alone; of the emitted events how many there are, and the ids and
    /// types of the first ones, which say where the rest is.
    package var summary: JSON {
        var members = result.json.object ?? [:]
        if let response { members["response"] = ["statusCode": .number(JSONNumber(response.statusCode))] }
        members["events"] = .array(events.prefix(20).map { ["id": .string($0.id), "type": .string($0.type)] })
        members["eventCount"] = .number(JSONNumber(events.count))
        return .object(members)
    }

    /// A result of the host's own, or one that is read already.
    package init(_ result: FunctionResult) {
        events = result.events.map(EncodedEvent.init)
        calls = []
        self.result = result
    }

    package static func retry(_ code: ReasonCode, _ message: String) -> InvocationResult { .init(.retry(code, message)) }

    package static func failed(_ code: ReasonCode, _ message: String?) -> InvocationResult { .init(.failed(code, message)) }

    /// Reads a worker's line, once.
    /// - Throws: when it is no result.
    package init(line: [UInt8]) throws {
        var members: JSONObject = [:]
        var events: [EncodedEvent] = []
        try JSONScanner.scan(line) { scanner in
            try scanner.object { scanner, name in
                guard case "events" = name else {
                    members[try name.text()] = try scanner.value()
                    return
                }
                events = []
                try scanner.array { scanner in events.append(try EncodedEvent(&scanner)) }
            }
        }
        calls = (members["calls"]?.array ?? []).compactMap(OutsideCall.init)
        result = try FunctionResult(json: .object(members))
        self.events = events
    }
}
