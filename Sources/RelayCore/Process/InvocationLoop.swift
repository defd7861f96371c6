import FoundationEssentials
import Logging

/// Input in, results out; the same for one event and for a line of events.
struct InvocationLoop {
    let description: FunctionDescription
    let logger: Logger
    let output: Int32
    /// Whether a host reads the results: it is told of the calls that were made, too.
    let tellsCalls: Bool
    let invoke: FunctionMain.Invoke

    func runOnce(_ reader: InputReader) -> ExitCode {
        var reader = reader
        let (result, trace) = self.result(of: reader.readAll())
        guard emit(result, trace) else { return .failed }
        return ExitCode(result)
    }

    /// One result per line of input, in order; white-space lines are no events and get none.
    func runLines(_ reader: InputReader) -> ExitCode {
        var reader = reader
        while let line = reader.nextLine() {
            if case .line(let bytes) = line, bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            let (result, trace) = self.result(of: line)
            guard emit(result, trace) else { return .failed }
        }
        return .ok
    }

    private func emit(_ result: FunctionResult, _ trace: InvocationTrace) -> Bool {
        var line = JSONWriter(capacity: 4096)
        var json = result.json
        if tellsCalls, case let calls = trace.calls, !calls.isEmpty, case .object(var members) = json {
            members["calls"] = .array(calls.map(\.json))
            json = .object(members)
        }
        line.write(json)
        line.append(0x0A)
        return line.withBytes { StandardStreams.write(UnsafeRawBufferPointer($0), to: output) }
    }

    func result(of line: InputReader.Line) -> (FunctionResult, InvocationTrace) {
        guard case .line(let bytes) = line else {
            let result = FunctionResult.failed(.inputTooLarge, "the input is larger than MAX_INPUT_BYTES")
            return (logged(result, logger), InvocationTrace())
        }
        do {
            let input = try InvocationInput(bytes)
            let trace = InvocationTrace(input.event.traceParent.flatMap(TraceContext.init))
            return (self.result(of: input, trace), trace)
        } catch {
            return (logged(error.result, logger), InvocationTrace())
        }
    }

    private func result(of input: InvocationInput, _ trace: InvocationTrace) -> FunctionResult {
        let event = input.event
        var logger = logger
        logger[metadataKey: "event"] = .string(event.id)
        logger[metadataKey: "organization"] = .string(event.organization ?? RelayEvent.defaultOrganization)
        if let traceID = trace.context?.traceID { logger[metadataKey: "trace_id"] = .string(traceID) }
        guard description.takes.contains(where: { $0.matches(event.type) }) else {
            let taken = description.takes.map(\.text).joined(separator: ", ")
            return logged(.failed(.unexpectedType, "type must be one of \(taken)"), logger, type: event.type)
        }
        let started = ContinuousClock.now
        if let deadline = input.deadline, deadline <= Date() {
            let result = FunctionResult.retry(.deadlinePassed, "the deadline passed before the work began")
            return logged(result, logger, type: event.type, started: started)
        }
        let result = invoke(event, InvocationContext(deadline: input.deadline, logger: logger, trace: trace))
        return logged(result, logger, type: event.type, started: started)
    }

    private func logged(
        _ result: FunctionResult, _ logger: Logger, type: String? = nil, started: ContinuousClock.Instant? = nil
    ) -> FunctionResult {
        var metadata: Logger.Metadata = ["status": .string(result.status.rawValue)]
        if let type { metadata["type"] = .string(type) }
        if let code = result.code { metadata["code"] = .string(code.rawValue) }
        if let message = result.message { metadata["detail"] = .string(message) }
        if let started {
            let elapsed = (ContinuousClock.now - started).components
            let milliseconds = Int(elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000)
            metadata["milliseconds"] = .stringConvertible(milliseconds)
        }
        let level: Logger.Level =
            switch result.status {
            case .done, .skipped: .info
            case .retry: result.code?.wait == .turn ? .info : .warning
            case .failed: .error
            }
        logger.log(level: level, "invocation ended", metadata: metadata)
        return result
    }
}
