import RelayCore

/// A call that reached the simulator.
package struct SimulatedCall: Sendable {
    /// nil when no call has such a path and method.
    package let operation: Operation?
    package let method: String
    /// Without the query.
    package let path: String
    package let query: String
    /// `.null` when there was none, or none that is JSON; of older calls, and where it is a token, it is not kept.
    package internal(set) var body: JSON
    /// nil while it is not answered, and when the connection was dropped.
    package internal(set) var status: Int?
}

/// Tells which calls a fault is for.
package struct CallMatch: Sendable {
    package let matches: @Sendable (SimulatedCall) -> Bool

    package init(_ matches: @escaping @Sendable (SimulatedCall) -> Bool) { self.matches = matches }

    package static let any = CallMatch { _ in true }

    package static func operation(_ operation: Operation) -> CallMatch { CallMatch { $0.operation == operation } }

    package static func path(containing text: String, method: String? = nil) -> CallMatch {
        CallMatch { $0.path.contains(text) && (method == nil || method == $0.method) }
    }

    /// The sending of a message (`MESSAGE`) or of an internal comment (`COMMENT`).
    package static func posting(_ type: MessageType) -> CallMatch {
        CallMatch { $0.operation == .postMessage && $0.body["type"]?.string == type.rawValue }
    }
}
