import FoundationEssentials

/// One input of a function: an event, alone or in an envelope that carries a deadline, and the invocation's place in its trace.
package struct InvocationInput: Sendable {
    package let event: RelayEvent
    package let deadline: Date?

    /// The largest input, in bytes, unless `MAX_INPUT_BYTES` says otherwise: what AWS Lambda takes.
    package static let defaultByteLimit = 6 * 1024 * 1024

    /// Reads `{event}` or `{"event":{…},"deadline":"RFC 3339","traceparent":"00-…"}`.
    ///
    /// An object with `event` and without `specversion` is the envelope.
    /// - Throws: a `failed` result in ``InvocationInputError`` that says what is wrong with the input.
    package init(_ bytes: some Collection<UInt8>) throws(InvocationInputError) {
        let json: JSON
        do {
            json = try JSON.parse(bytes)
        } catch {
            let code: ReasonCode = error.problem == .notUTF8 ? .notUTF8 : .notJSON
            throw InvocationInputError(result: .failed(code, error.description))
        }
        guard case .object(let members) = json else {
            throw InvocationInputError(result: .failed(.notAnObject, "the input must be an object, not \(json.kind)"))
        }
        do throws(FieldError) {
            if members["specversion"] == nil, let inner = members["event"] {
                let envelope = try ObjectReader(json, path: "")
                if let text = try envelope.optionalString("deadline") {
                    guard let date = Timestamp.parse(text) else {
                        throw FieldError(path: "deadline", problem: "must be an RFC 3339 timestamp")
                    }
                    deadline = date
                } else {
                    deadline = nil
                }
                var event = try RelayEvent(json: inner)
                if let traceParent = try envelope.optionalString("traceparent") { event.traceParent = traceParent }
                self.event = event
            } else {
                event = try RelayEvent(json: json)
                deadline = nil
            }
        } catch {
            throw InvocationInputError(result: .badField(error))
        }
    }
}

/// An input that cannot be invoked, as the result that reports it.
package struct InvocationInputError: Error {
    package let result: FunctionResult
}
