import RelayCore
import Synchronization

/// A transport that answers from a list, and keeps what was asked.
package final class StubTransport: HTTPTransport {
    private let state: Mutex<(answers: [Result<HTTPAnswer, TransportError>], calls: [HTTPCall])>

    /// The last answer is given again and again.
    package init(_ answers: [Result<HTTPAnswer, TransportError>]) { state = Mutex((answers, [])) }

    package var calls: [HTTPCall] { state.withLock { $0.calls } }

    package func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let answer = state.withLock { state in
            state.calls.append(call)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first
        }
        guard let answer else { throw TransportError(.notSent, "no answer is scripted") }
        return try answer.get()
    }

    package static func answer(_ status: Int, _ body: JSON = [:], headers: [String: String] = [:]) -> Result<
        HTTPAnswer, TransportError
    > {
        .success(HTTPAnswer(status: status, headers: headers, body: body.canonicalBytes))
    }
}
