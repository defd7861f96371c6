import Foundation
import RelayCore
import TestSupport
import Testing

@testable import Answering

@Suite("Articles: the files")
struct ArticleTests {
    struct File: NamedCase {
        let name: String
        let markdown: String
        let title: String
        var link: String?
        /// Heading and body of each section.
        let sections: [[String]]
    }

    @Test(
        "A file gives a title, an address and sections",
        arguments: [
            File(
                name: "title, address and sections",
                markdown: "# Returns\nLink: https://help.example.com/returns\n\nWithin 30 days.\n\n## How\n\n1. Pack\n2. Send\n",
                title: "Returns", link: "https://help.example.com/returns",
                sections: [["", "Within 30 days."], ["How", "1. Pack\n2. Send"]]),
            File(name: "no heading", markdown: "Just text.", title: "file-name", sections: [["", "Just text."]]),
            File(name: "sections alone", markdown: "# T\n## A\na\n## B\nb", title: "T", sections: [["A", "a"], ["B", "b"]]),
            File(name: "an empty section is none", markdown: "# T\n## A\n\n## B\nb", title: "T", sections: [["B", "b"]]),
            File(
                name: "deeper headings belong to their section", markdown: "# T\n## A\na\n### deeper\nb", title: "T",
                sections: [["A", "a\n### deeper\nb"]]),
            File(name: "Windows line ends", markdown: "# T\r\n\r\n## A\r\na\r\nb\r\n", title: "T", sections: [["A", "a\nb"]]),
            File(
                name: "a code block holds no headings", markdown: "# T\n```\n# not a title\n## not a heading\n```\n", title: "T",
                sections: [["", "```\n# not a title\n## not a heading\n```"]]),
            File(
                name: "lines that an editor wrapped are one, short ones stay",
                markdown:
                    "# T\nThis line is so long that the editor of whoever wrote it has ended it here,\nand it goes on.\n- a\nMon 9-17\nSat 10-14",
                title: "T",
                sections: [
                    [
                        "",
                        "This line is so long that the editor of whoever wrote it has ended it here, and it goes on.\n- a\nMon 9-17\nSat 10-14",
                    ]
                ]),
            File(name: "only a title", markdown: "# T\n", title: "T", sections: []),
            File(name: "empty", markdown: "", title: "file-name", sections: []),
        ])
    func read(_ file: File) {
        let article = Article(markdown: file.markdown, name: "file-name")
        #expect(article.title == file.title)
        #expect(article.link == file.link)
        #expect(article.sections.map { [$0.heading, $0.body] } == file.sections)
    }

    @Test("Each of the articles that come with ai-turn has a title, an address and sections")
    func shipped() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Asking.shippedArticles).filter { $0.hasSuffix(".md") }
        #expect(names.count >= 6)
        for name in names {
            let article = Article(
                markdown: try String(contentsOfFile: "\(Asking.shippedArticles)/\(name)", encoding: .utf8), name: name)
            #expect(article.title != name)
            #expect(article.link != nil, "\(name)")
            #expect(!article.sections.isEmpty, "\(name)")
        }
    }

    struct Folder: NamedCase {
        let name: String
        /// nil: the folder is missing.
        let files: [String: Data]?
        let problem: String
    }

    @Test(
        "A folder that cannot be used is an error at the start",
        arguments: [
            Folder(name: "missing", files: nil, problem: "names a folder that cannot be read"),
            Folder(name: "empty", files: [:], problem: "names a folder without articles (.md files)"),
            Folder(name: "no Markdown", files: ["a.txt": Data("x".utf8)], problem: "names a folder without articles (.md files)"),
            Folder(
                name: "not UTF-8", files: ["a.md": Data("# A\n".utf8), "b.md": Data([0xFF, 0xFE, 0xFF])],
                problem: "contains an article that cannot be read as UTF-8: b.md"),
        ])
    func badFolder(_ folder: Folder) throws {
        let temporary = try TemporaryFolder()
        defer { withExtendedLifetime(temporary) {} }
        let url = temporary.url.appending(path: "articles")
        if let files = folder.files {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            for (name, data) in files { try data.write(to: url.appending(path: name)) }
        }
        let error = #expect(throws: AnswerError.self) { try ArticlesEngine(articlesPath: url.path, maximumTurns: 6) }
        #expect(error?.description == folder.problem)
    }
}
