import Logging
import RelayCore

/// An invocation's place in its trace: what the function is given, and what its calls and the events that it emits are parts of.
package struct InvocationSpan: Sendable, Hashable {
    package let context: TraceContext
    /// nil where the trace begins here.
    package let parentSpanID: String?

    /// - Parameters:
    ///   - traceParent: Of the event, or of the request; where there is none, or none that can be read, a trace begins.
    ///   - key: What makes the trace that begins here: the deliveries of one event are in one trace.
    ///   - unique: New for each invocation.
    package init(following traceParent: String?, of key: EventKey, unique: String) {
        guard let parent = traceParent.flatMap(TraceContext.init) else {
            context = TraceContext.begun(unique: "\(key.organization) \(key.source) \(key.id)").child(unique: unique)
            parentSpanID = nil
            return
        }
        context = parent.child(unique: unique)
        parentSpanID = parent.spanID
    }
}

extension InvocationSpan {
    /// What a log line about the invocation says of it.
    package func metadata(_ event: EncodedEvent, _ function: String) -> Logger.Metadata {
        ["event": "\(event.id)", "function": "\(function)", "trace_id": "\(context.traceID)"]
    }
}
