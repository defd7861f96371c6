import Foundation
import RelayCore

/// The embedded engine: answers from a folder of Markdown articles, offline, and leaves to a person what it does not find.
package struct ArticlesEngine: AnswerEngine {
    private let index: ArticleIndex
    private let maximumTurns: Int

    /// How much of a question's meaningful words an article must hold to answer it. BM25 values of a small collection say
    /// little by themselves, so the share of words decides, and BM25 only ranks. At two fifths, a question with a few words
    /// of small talk around it still finds its article, and one that shares a single common word does not.
    static let neededShare = 0.4

    /// - Parameters:
    ///   - articlesPath: A folder; every `.md` file in it is an article.
    ///   - maximumTurns: After how many answers in one conversation a person takes over.
    /// - Throws: ``AnswerError`` when the folder cannot be read, or holds no article.
    package init(articlesPath: String, maximumTurns: Int) throws(AnswerError) {
        let folder = URL(fileURLWithPath: articlesPath, isDirectory: true)
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "md" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        } catch {
            throw AnswerError("names a folder that cannot be read")
        }
        guard !files.isEmpty else { throw AnswerError("names a folder without articles (.md files)") }
        var articles: [Article] = []
        for file in files {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else {
                throw AnswerError("holds an article that cannot be read as UTF-8: \(file.lastPathComponent)")
            }
            articles.append(Article(markdown: text, name: file.deletingPathExtension().lastPathComponent))
        }
        do {
            index = try ArticleIndex(articles)
        } catch {
            throw AnswerError("holds articles that could not be indexed")
        }
        self.maximumTurns = maximumTurns
    }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        let reading = TextReading(request.messages.map(\.text).joined(separator: "\n"))
        let language = reading.language ?? request.session.language
        if reading.words.isEmpty {
            return handoff("The message holds no text", request, reading, language)
        }
        if reading.asksForPerson { return handoff("The customer asked for a person", request, reading, language) }
        if reading.sentiment == "angry" { return handoff("The customer is angry", request, reading, language) }
        if request.history.count(where: { $0.role == .ai }) >= maximumTurns {
            return handoff("\(maximumTurns) answers did not settle it", request, reading, language)
        }
        if reading.isSmallTalk {
            return .reply(text: "Hello! What can I help you with?", language: language, sentiment: reading.sentiment)
        }
        let terms = reading.searchTerms
        let match: ArticleIndex.Match?
        do {
            match = try index.bestMatch(terms)
        } catch {
            throw AnswerError("the articles could not be searched")
        }
        guard let match, Self.isEnough(match.points, of: terms.count) else {
            return handoff("No article answers the question", request, reading, language)
        }
        return .reply(text: Self.text(match), language: language, sentiment: reading.sentiment)
    }

    /// One common word alone answers only a question of one or two words; a word of the title is as good as two.
    static func isEnough(_ points: Int, of terms: Int) -> Bool {
        guard points > 0 else { return false }
        if terms <= 2 { return true }
        return points >= 2 && Double(points) >= Double(terms) * neededShare
    }

    private static func text(_ match: ArticleIndex.Match) -> String {
        let source = match.link.map { "[\(match.title)](\($0))" } ?? match.title
        return "\(match.body)\n\nFrom our help article: \(source)"
    }

    private func handoff(
        _ reason: String, _ request: AnswerRequest, _ reading: TextReading, _ language: String?
    ) -> AnswerAction {
        let phrases = Phrases.all.first { $0.language == language } ?? .english
        return .handoff(
            .init(
                reason: reason, summary: Summary.text(of: request), sentiment: reading.sentiment, language: language,
                reply: phrases.closingLine))
    }
}
