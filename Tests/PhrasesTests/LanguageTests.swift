import Foundation
import Phrases
import TestSupport
import Testing

extension Language: NamedCase {
    package var name: String { "\(tag).txt" }
}

@Suite("The languages' files")
struct LanguageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("Every file of the folder is built in, English first")
    func files() throws {
        let folder = Self.root.appending(path: "Sources/Phrases/Languages")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(Set(files.map(\.lastPathComponent)) == Set(Language.all.map(\.name)))
        #expect(Language.all.count == files.count)
        #expect(Language.all.first?.tag == "en")
    }

    @Test("Every entry has the form that its key asks for, once", arguments: Language.all)
    func entries(_ language: Language) {
        for topic in Topic.allCases {
            let entries = language[topic]
            #expect(Set(entries).count == entries.count, "[\(topic.rawValue)] holds an entry twice")
            for entry in entries {
                #expect(topic.form.fault(in: entry) == nil, "[\(topic.rawValue)] \(entry)")
            }
        }
    }

    @Test("Conversations are held in a language with all topics or not at all", arguments: Language.all)
    func conversation(_ language: Language) {
        let topics: [Topic] = [
            .frequentWords, .chatGreetings, .chatThanks, .speakingWords, .personWords, .asksForPerson, .angry, .negative,
            .positive, .greetingLine, .thanksLine,
        ]
        let missing = topics.filter { language[$0].isEmpty }.map(\.rawValue)
        #expect(missing.isEmpty || (missing.count == topics.count && language[.sourceLine].isEmpty))
    }

    @Test("Whoever is handed over hears of it in each language", arguments: Language.all)
    func handoff(_ language: Language) {
        for topic in [Topic.closingLine, .fallbackLine] {
            #expect(!language[topic].isEmpty && Language.sentence(topic, in: language.tag) == language[topic].first)
        }
    }

    @Test("A label of a mail's head means one thing in all languages")
    func labels() {
        let topics: [Topic] = [.headerFrom, .headerDate, .headerTo, .headerSubject, .headerCopy]
        let labels = topics.flatMap { Array(Language.words($0)) }
        #expect(Set(labels).count == labels.count)
    }

    @Test("docs/languages.md names every key, its form and the languages that have it", arguments: Topic.allCases)
    func documentation(_ topic: Topic) throws {
        let text = try String(contentsOf: Self.root.appending(path: "docs/languages.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `\(topic.rawValue)` |") }
        let cells = try #require(rows.first).split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(rows.count == 1)
        try #require(cells.count == 4)
        #expect(cells[1] == topic.form.rawValue)
        #expect(cells[3] == Language.all.filter { !$0[topic].isEmpty }.map(\.tag).sorted().joined(separator: " "))
    }
}
