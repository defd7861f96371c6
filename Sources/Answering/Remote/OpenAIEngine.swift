import FoundationEssentials
import RelayCore
import Synchronization

/// Asks any endpoint that speaks OpenAI's chat completions.
/// Source: https://platform.openai.com/docs/api-reference/chat
package struct OpenAIEngine: AnswerEngine {
    package struct Settings: Sendable {
        /// Up to and with `/v1`.
        package var url: String
        package var model: String
        package var key: Secret?
        /// The organization's own.
        package var instructions: String?
        /// Seconds
        package var timeout: Double

        package init(url: String, model: String, key: Secret? = nil, instructions: String? = nil, timeout: Double) {
            self.url = url
            self.model = model
            self.key = key
            self.instructions = instructions
            self.timeout = timeout
        }
    }

    private let settings: Settings
    private let transport: any HTTPTransport
    private let ambient: Ambient
    private let format = KnownFormat()

    package init(_ settings: Settings, transport: any HTTPTransport, ambient: Ambient) {
        self.settings = settings
        self.transport = transport
        self.ambient = ambient
    }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        let fence = DataFence(id: ambient.uniqueID())
        let messages = Prompt(fence: fence, instructions: settings.instructions).messages(for: request)
        let end = ambient.now() + settings.timeout
        var answer = HTTPAnswer(status: 0)
        for format in self.format.candidates {
            let left = end.timeIntervalSince(ambient.now())
            guard left > 0 else { throw AnswerError("no time was left to ask in another format") }
            answer = try await transport.ask(call(messages, format, timeout: left))
            guard format.isRefused(by: answer) else { break }
            self.format.rule(out: format)
        }
        guard answer.status == 200 else { throw AnswerError("AI_URL answered with HTTP status \(answer.status)") }
        guard let json = try? JSON.parse(answer.body) else { throw AnswerError("AI_URL gave an answer that is not JSON") }
        let action = try ChatCompletion(json).action(request)
        for text in action.textsForCustomer where fence.isRepeated(in: text) {
            throw AnswerError("the answer repeats the marks around the data")
        }
        return action
    }

    private func call(_ messages: JSON, _ format: AnswerFormat, timeout: Double) -> HTTPCall {
        var body: JSONObject = ["model": .string(settings.model), "messages": messages, "stream": false]
        body["response_format"] = format.json
        var headers = [("content-type", "application/json"), ("accept", "application/json")]
        if let key = settings.key { headers.append(("authorization", "Bearer \(key.reveal())")) }
        return HTTPCall(
            method: "POST", url: "\(settings.url)/chat/completions", headers: headers, body: JSON.object(body).canonicalBytes,
            timeout: timeout, idleTimeout: timeout, isWrite: false)
    }
}

/// What an endpoint is found to understand: not asked in vain twice.
private final class KnownFormat: Sendable {
    private let ruledOut = Mutex<Set<AnswerFormat>>([])

    /// The strictest first.
    var candidates: [AnswerFormat] {
        let ruledOut = ruledOut.withLock { $0 }
        return AnswerFormat.allCases.filter { !ruledOut.contains($0) }
    }

    func rule(out format: AnswerFormat) { ruledOut.withLock { _ = $0.insert(format) } }
}
