import Answering
import CurlTransport
import Foundation
import RelayCore
import TestSupport

/// Which engine a test asks.
enum RemoteKind: Sendable {
    case openai
    case http
}

/// An engine that asks a server of plain sockets through libcurl.
struct EngineStage {
    static let key = "sesame-0123456789"

    let server: LoopbackServer
    let engine: any AnswerEngine
    /// Pauses move it, and nobody waits.
    let clock = TestClock()

    init(
        _ kind: RemoteKind, timeout: Double = 20, instructions: String? = nil, answerBytes: Int = 10 * 1024 * 1024,
        key: Secret? = Secret(Self.key), respond: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply
    ) throws {
        server = try LoopbackServer(respond)
        let transport = CurlTransport(limits: .init(answerBytes: answerBytes))
        var ambient = clock.ambient
        ambient.uniqueID = Ambient.live.uniqueID
        switch kind {
        case .openai:
            engine = OpenAIEngine(
                .init(url: "\(server.url)/v1", model: "small", key: key, instructions: instructions, timeout: timeout),
                transport: transport, ambient: ambient)
        case .http:
            engine = HTTPEngine(
                url: "\(server.url)/turn?a=b", key: key, timeout: timeout, transport: transport, ambient: ambient)
        }
    }

    /// What the engine says, or why it says nothing.
    func ask(_ request: AnswerRequest) async -> Result<AnswerAction, AnswerError> {
        do throws(AnswerError) {
            return .success(try await engine.answer(request))
        } catch {
            return .failure(error)
        }
    }

    var bodies: [JSON] { server.requests.compactMap { try? JSON.parse($0.body) } }
}

extension LoopbackServer.Reply {
    static func json(_ json: JSON, status: String = "200 OK") -> Self {
        .answer(status, headers: "Content-Type: application/json\r\n", json.canonical)
    }

    /// A chat completion that says this.
    static func completion(_ content: JSON, finish: String = "stop", refusal: JSON = nil) -> Self {
        .json([
            "choices": [
                [
                    "index": 0, "finish_reason": .string(finish),
                    "message": ["role": "assistant", "content": content, "refusal": refusal],
                ]
            ]
        ])
    }
}

extension Result where Success == AnswerAction, Failure == AnswerError {
    var action: AnswerAction? { try? get() }
    var problem: String? { if case .failure(let error) = self { error.description } else { nil } }
}

extension JSON {
    /// The contents of a chat-completions request's messages with this role.
    func contents(_ role: String) -> [String] {
        (self["messages"]?.array ?? []).filter { $0["role"]?.string == role }.compactMap { $0["content"]?.string }
    }
}
