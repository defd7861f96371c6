import RelayCore
import Synchronization
import Testing

/// A transport that answers from a script and keeps what it was asked.
package final class StubTransport: HTTPTransport {
    package typealias Answer = @Sendable (HTTPCall) throws(TransportError) -> HTTPAnswer

    private struct State {
        var calls: [HTTPCall] = []
        var script: [Result<HTTPAnswer, TransportError>]
    }

    private let state: Mutex<State>
    private let answer: Answer?

    /// Answers in this order. A call beyond the script fails the test.
    package init(_ script: [Result<HTTPAnswer, TransportError>]) {
        state = Mutex(State(script: script))
        answer = nil
    }

    /// Answers as the call demands.
    package init(_ answer: @escaping Answer) {
        state = Mutex(State(script: []))
        self.answer = answer
    }

    /// What was asked, in order.
    package var calls: [HTTPCall] { state.withLock { $0.calls } }

    /// How many answers of the script nobody asked for.
    package var unused: Int { state.withLock { $0.script.count } }

    package func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let scripted = state.withLock { state -> Result<HTTPAnswer, TransportError>? in
            state.calls.append(call)
            return state.script.isEmpty ? nil : state.script.removeFirst()
        }
        if let scripted { return try scripted.get() }
        if let answer { return try answer(call) }
        Issue.record("the script has no answer to \(call.method) number \(calls.count)")
        throw TransportError(.cancelled, "the script is over")
    }
}

extension Result<HTTPAnswer, TransportError> {
    /// An answer with a JSON body.
    package static func json(_ body: JSON, status: Int = 200, headers: [String: String] = [:]) -> Self {
        .success(HTTPAnswer(status: status, headers: headers, body: body.canonicalBytes))
    }

    package static func status(_ status: Int, headers: [String: String] = [:]) -> Self {
        .success(HTTPAnswer(status: status, headers: headers))
    }

    package static func lost(_ kind: TransportError.Kind) -> Self { .failure(TransportError(kind, "scripted")) }
}

extension HTTPCall {
    /// Of equal names the first.
    package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }

    package var json: JSON? { body.flatMap { try? JSON.parse($0) } }
}
