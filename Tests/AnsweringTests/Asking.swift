import Foundation
import RelayCore

@testable import Answering

/// Requests as message-route makes them, from bare texts.
enum Asking {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// The articles that come with message-route.
    static let shippedArticles =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "functions/ai-turn/articles").path

    static func engine(maximumTurns: Int = 6) throws -> ArticlesEngine {
        try ArticlesEngine(articlesPath: shippedArticles, maximumTurns: maximumTurns)
    }

    static func entry(_ role: TimelineEntry.Role, _ text: String, _ number: Int = 0, files: [String] = []) -> TimelineEntry {
        TimelineEntry(id: "m\(number)", role: role, text: text, attachmentNames: files, createdAt: now + Double(number))
    }

    static func request(
        _ texts: String..., history: [TimelineEntry] = [], name: String? = nil, language: String? = nil
    ) -> AnswerRequest {
        let session = Session(
            id: "ses_1", threadID: "7", channel: .chat, contactName: name, language: language,
            createdAt: now, updatedAt: now)
        let messages = texts.enumerated().map { entry(.customer, $0.element, 100 + $0.offset) }
        return AnswerRequest(
            organization: "acme", session: session, customData: [], history: history, messages: messages)
    }
}

extension AnswerAction {
    var reply: Reply? { if case .reply(let reply) = self { reply } else { nil } }

    var handoff: Handoff? { if case .handoff(let handoff) = self { handoff } else { nil } }
}
