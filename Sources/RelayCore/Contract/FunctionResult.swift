/// What one invocation says: one canonical JSON line.
package struct FunctionResult: Sendable, Hashable {
    package enum Status: String, Sendable, CaseIterable {
        /// Everything that was asked for is done.
        case done
        /// Correct, and nothing to do; ``code`` says why.
        case skipped
        /// Try again later; ``code`` says whether it was a fault or a wait.
        case retry
        /// Will never work; ``code`` says why.
        case failed
    }

    package var status: Status
    package var code: ReasonCode?
    /// For people. Never a secret, never customer text.
    package var message: String?
    package var data: JSON
    /// Events for the host to deliver, durably, before it reports the invocation as done.
    package var events: [RelayEvent]
    /// For `http.request` only.
    package var response: HTTPReply?
    package var retryAfterSeconds: Int?

    /// The name of a member of ``data``: true in a `retry` that did something that the next delivery need not do again.
    package static let progress = "progress"

    /// The name of a member of ``data``: how long after a customer's message its answer was posted, in milliseconds.
    package static let answeredAfter = "answeredAfterMilliseconds"

    package init(
        status: Status, code: ReasonCode? = nil, message: String? = nil, data: JSON = [:], events: [RelayEvent] = [],
        response: HTTPReply? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.data = data
        self.events = events
        self.response = response
        self.retryAfterSeconds = retryAfterSeconds
    }

    package static func done(_ data: JSON = [:], code: ReasonCode? = nil, events: [RelayEvent] = []) -> FunctionResult {
        FunctionResult(status: .done, code: code, data: data, events: events)
    }

    package static func skipped(_ code: ReasonCode, _ message: String? = nil, data: JSON = [:]) -> FunctionResult {
        FunctionResult(status: .skipped, code: code, message: message, data: data)
    }

    package static func retry(_ code: ReasonCode, _ message: String? = nil, after seconds: Int? = nil) -> FunctionResult {
        FunctionResult(status: .retry, code: code, message: message, retryAfterSeconds: seconds)
    }

    package static func failed(_ code: ReasonCode, _ message: String? = nil, data: JSON = [:]) -> FunctionResult {
        FunctionResult(status: .failed, code: code, message: message, data: data)
    }

    /// The same, with words for people where it has none.
    package func saying(_ words: String) -> FunctionResult {
        var result = self
        result.message = message ?? words
        return result
    }

    /// A failed result for a bad field of the input.
    package static func badField(_ error: FieldError) -> FunctionResult {
        .failed(error.path == "specversion" ? .badSpecversion : .badField, error.description)
    }
}

/// The HTTP answer of an `http.request`.
package struct HTTPReply: Sendable, Hashable {
    package var statusCode: Int
    package var headers: [String: String]
    package var body: String

    package init(statusCode: Int, headers: [String: String] = [:], body: String = "") {
        self.statusCode = statusCode
        self.headers = headers
        self.body = body
    }

    /// An answer with a canonical JSON body.
    package init(statusCode: Int, json: JSON, headers: [String: String] = [:]) {
        self.init(
            statusCode: statusCode, headers: headers.merging(["content-type": "application/json"]) { own, _ in own },
            body: json.canonical)
    }
}

// MARK: - JSON

extension FunctionResult {
    package var json: JSON {
        [
            "code": .optional(code?.rawValue),
            "data": data,
            "events": .array(events.map(\.json)),
            "message": .optional(message),
            "response": response?.json ?? .null,
            "retryAfterSeconds": .optional(retryAfterSeconds),
            "status": .string(status.rawValue),
        ]
    }

    /// One canonical line, without the newline. Canonical JSON holds no raw newline, so it never exceeds one line.
    package var line: String { json.canonical }

    /// Reads a result line, for hosts and for the stored line of a finished event.
    /// - Throws: ``FieldError`` for a field that is missing, mistyped or outside the closed lists.
    package init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "")
        guard let status = Status(rawValue: try reader.string("status")) else {
            throw reader.error("status", "must be done, skipped, retry or failed")
        }
        self.status = status
        if let text = try reader.optionalString("code") {
            guard let code = ReasonCode(rawValue: text) else { throw reader.error("code", "is not in the list of reason codes") }
            self.code = code
        }
        message = try reader.optionalString("message")
        data = reader.members["data"] ?? [:]
        events = []
        for (index, event) in (try reader.optionalArray("events") ?? []).enumerated() {
            do {
                events.append(try RelayEvent(json: event))
            } catch {
                throw FieldError(path: "events[\(index)].\(error.path)", problem: error.problem)
            }
        }
        if let reply = try reader.optionalObject("response") { response = try HTTPReply(reader: reply) }
        retryAfterSeconds = try reader.optionalInt("retryAfterSeconds")
    }
}

extension HTTPReply {
    package var json: JSON {
        [
            "statusCode": .number(JSONNumber(statusCode)), "headers": .object(JSONObject(headers.mapValues(JSON.string))),
            "body": .string(body),
        ]
    }

    package init(reader: ObjectReader) throws(FieldError) {
        guard let code = try reader.optionalInt("statusCode"), (100...599).contains(code) else {
            throw reader.error("statusCode", "must be an HTTP status")
        }
        statusCode = code
        headers = (try reader.optionalObject("headers")?.members ?? [:]).compactMapValues(\.string)
        body = try reader.optionalString("body") ?? ""
    }
}
