import FoundationEssentials
import RelayCore

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
    private let form = KnownForm()

    package init(_ settings: Settings, transport: any HTTPTransport, ambient: Ambient) {
        self.settings = settings
        self.transport = transport
        self.ambient = ambient
    }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        let fence = DataFence(id: ambient.uniqueID())
        let asking = PatientAsking(request, timeout: settings.timeout, transport: transport, ambient: ambient)
        var form = self.form.first
        var limits = Prompt.Limits()
        while true {
            let prompt = Prompt(
                fence: fence, instructions: settings.instructions, hasSystemRole: form.hasSystemRole, limits: limits)
            let answer = try await asking.ask(call(prompt.messages(for: request), form.format))
            if answer.status == 200 {
                self.form.keep(form)
                return try action(in: answer, request, fence)
            }
            let complaint = Complaint(answer)
            switch complaint {
            case .filtered: return .refused(request)
            case .tooLong:
                guard let halved = limits.halved(for: request) else {
                    throw AnswerError("the conversation is too long for the model, however much of it is left out", isFinal: true)
                }
                limits = halved
            default:
                guard let next = form.next(after: complaint) else { throw AnswerError(status: answer) }
                form = next
            }
        }
    }

    private func action(
        in answer: HTTPAnswer, _ request: AnswerRequest, _ fence: DataFence
    ) throws(AnswerError) -> AnswerAction {
        guard let json = try? JSON.parse(answer.body) else { throw AnswerError("AI_URL gave an answer that is not JSON") }
        request.trace?.note(AIUsage(completion: json, model: settings.model))
        let action = try ChatCompletion(json).action(request)
        for text in action.textsForCustomer where fence.isRepeated(in: text) {
            throw AnswerError("the answer repeats the marks around the data")
        }
        return action
    }

    private func call(_ messages: JSON, _ format: AnswerFormat) -> HTTPCall {
        var body: JSONObject = ["model": .string(settings.model), "messages": messages, "stream": false]
        body["response_format"] = format.json
        var headers = [("content-type", "application/json"), ("accept", "application/json")]
        if let key = settings.key { headers.append(("authorization", "Bearer \(key.reveal())")) }
        return HTTPCall(
            method: "POST", url: "\(settings.url)/chat/completions", headers: headers, body: JSON.object(body).canonicalBytes,
            timeout: settings.timeout, isWrite: false)
    }
}
