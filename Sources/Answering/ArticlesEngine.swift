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

    /// How much of each message is read: what somebody asks stands at its beginning, what it quotes below.
    private static let readCharacters = 4000

    /// - Parameters:
    ///   - articlesPath: A folder; every `.md` file in it is an article.
    ///   - maximumTurns: After how many answers a person takes over, counted since the conversation was last opened.
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
                throw AnswerError("contains an article that cannot be read as UTF-8: \(file.lastPathComponent)")
            }
            articles.append(Article(markdown: text, name: file.deletingPathExtension().lastPathComponent))
        }
        do {
            index = try ArticleIndex(articles)
        } catch {
            throw AnswerError("contains articles that could not be indexed")
        }
        self.maximumTurns = maximumTurns
    }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        var reading = TextReading(request.messages.map { $0.text.prefix(scalars: Self.readCharacters) }.joined(separator: "\n"))
        // Some customers put all they ask into the subject.
        if reading.words.isEmpty, let subject = request.subject {
            reading = TextReading(String(subject.prefix(scalars: Self.readCharacters)))
        }
        let language = reading.language ?? request.session.language
        if reading.words.isEmpty {
            return handoff("The message holds no text", request, reading, language)
        }
        if reading.asksForPerson { return handoff("The customer asked for a person", request, reading, language) }
        if reading.sentiment == "angry" { return handoff("The customer is angry", request, reading, language) }
        let terms = reading.searchTerms
        // Since the conversation was opened, or given back to the AI.
        let answers = request.history.count { $0.role == .ai && $0.createdAt >= request.session.stateSince }
        // "Can you help me?" opens a conversation and asks nothing yet.
        let opening = terms.isEmpty && answers == 0 ? ConversationPhrases.of(language).greetingLine : nil
        if let line = Self.smallTalk(reading, language) ?? opening {
            return .reply(.init(text: line, language: language, sentiment: reading.sentiment))
        }
        if answers >= maximumTurns {
            return handoff("\(maximumTurns) answers did not settle it", request, reading, language)
        }
        let match: ArticleIndex.Match?
        do {
            match = try index.bestMatch(terms)
        } catch {
            throw AnswerError("the articles could not be searched")
        }
        guard let match, Self.isEnough(match.points, of: terms.count) else {
            return handoff("No article answers the question", request, reading, language)
        }
        return .reply(.init(text: Self.text(match, language), language: language, sentiment: reading.sentiment))
    }

    /// Whether a section says enough of what was asked.
    ///
    /// `points` counts the question's words that the section holds, those of its title or heading twice. One word of the body
    /// answers only a question that is that word: “gift cards” is not answered by a section that mentions credit cards.
    static func isEnough(_ points: Int, of terms: Int) -> Bool {
        if terms == 1 { return points >= 1 }
        return points >= 2 && Double(points) >= Double(terms) * neededShare
    }

    /// The friendly answer to a greeting or thanks; nil when the text is more than that.
    private static func smallTalk(_ reading: TextReading, _ language: String?) -> String? {
        let known = reading.smallTalk
        guard let phrases = known.first(where: { $0.language == language }) ?? known.first else { return nil }
        return reading.contains(anyOf: phrases.thanks) ? phrases.thanksLine : phrases.greetingLine
    }

    private static func text(_ match: ArticleIndex.Match, _ language: String?) -> String {
        let source = match.link.map { "[\(match.title)](\($0))" } ?? match.title
        let line = ConversationPhrases.of(language).sourceLine ?? ConversationPhrases.english.sourceLine ?? ""
        return "\(match.body)\n\n\(line) \(source)"
    }

    private func handoff(
        _ reason: String, _ request: AnswerRequest, _ reading: TextReading, _ language: String?
    ) -> AnswerAction {
        .handoff(
            .init(
                reason: reason, summary: Summary.text(of: request), sentiment: reading.sentiment, language: language,
                reply: ConversationPhrases.of(language).closingLine))
    }
}
