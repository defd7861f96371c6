import FoundationEssentials
import HostCore
import RelayCore

extension OTLPSpan {
    /// The spans of an invocation: its own, and one of each call that it made.
    static func all(of record: InvocationRecord) -> [OTLPSpan] {
        guard record.span.context.isSampled else { return [] }
        return [OTLPSpan(record)] + record.result.calls.compactMap { OTLPSpan($0, in: record) }
    }

    /// Names of attributes: https://opentelemetry.io/docs/specs/semconv/cloudevents/ and …/faas/ (development).
    private init(_ record: InvocationRecord) {
        let isRequest = record.event.type == HTTPRequestEvent.type
        context = (record.span.context.traceID, record.span.context.spanID)
        parentSpanID = record.span.parentSpanID
        name = record.function
        kind = isRequest ? .server : .consumer
        (started, ended) = (record.started, record.ended)
        let result = record.result
        attributes = [
            ("faas.invoked_name", .string(record.function)), ("faas.trigger", isRequest ? "http" : "pubsub"),
            ("cloudevents.event_id", .string(record.event.id)), ("cloudevents.event_source", .string(record.event.key.source)),
            ("cloudevents.event_type", .string(record.event.type)), ("deskrelay.organization", .optional(record.organization)),
            ("deskrelay.status", .string(result.status.rawValue)), ("deskrelay.code", .optional(result.code?.rawValue)),
            ("deskrelay.outcome", .string(record.outcome.name)), ("deskrelay.attempt", .number(JSONNumber(record.attempt))),
            ("deskrelay.waited_milliseconds", .number(JSONNumber(Self.milliseconds(from: record.due, to: record.started)))),
            ("deskrelay.message", .optional(result.message)),
            ("http.response.status_code", .optional(result.response?.statusCode)),
        ]
        if !record.isOver || result.status == .failed { fault = result.code?.rawValue ?? result.status.rawValue }
    }

    private static func milliseconds(from date: Date, to other: Date) -> Int {
        max(0, Timestamp.milliseconds(other) - Timestamp.milliseconds(date))
    }

    /// nil for a call that has no place in the trace.
    private init?(_ call: OutsideCall, in record: InvocationRecord) {
        guard let spanID = call.spanID else { return nil }
        context = (record.span.context.traceID, spanID)
        parentSpanID = record.span.context.spanID
        kind = .client
        (started, ended) = (call.started, call.started + call.seconds)
        switch call.kind {
        case .hubSpot:
            name = call.name
            let status = Int(call.outcome)
            attributes = [
                ("http.response.status_code", .optional(status)), ("error.type", status == nil ? .string(call.outcome) : .null),
                ("peer.service", "hubspot"), ("deskrelay.organization", .optional(record.organization)),
            ]
            if status.map({ $0 >= 400 }) ?? true { fault = call.outcome }
        case .ai:
            name = call.usage?.model.map { "chat \($0)" } ?? "chat"
            attributes = Self.generative(call, record)
            if call.outcome.hasPrefix("ai-") { fault = call.outcome }
        }
    }

    /// Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ (development). What was said is not among them.
    private static func generative(_ call: OutsideCall, _ record: InvocationRecord) -> [(name: String, value: JSON)] {
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", .string(call.name)),
            ("gen_ai.request.model", .optional(call.usage?.model)),
            ("gen_ai.response.finish_reasons", call.usage?.finishReason.map { JSON.array([.string($0)]) } ?? .null),
            ("gen_ai.usage.input_tokens", .optional(call.usage?.inputTokens)),
            ("gen_ai.usage.output_tokens", .optional(call.usage?.outputTokens)),
            ("gen_ai.conversation.id", .optional(record.result.data["sessionId"]?.string)),
            ("deskrelay.outcome", .string(call.outcome)), ("deskrelay.organization", .optional(record.organization)),
        ]
    }
}

extension InvocationRecord {
    /// Whether the event is done with.
    fileprivate var isOver: Bool { outcome == .completed || outcome == .answered }
}
