import Foundation
import GRDB
import RelayCore

/// Full-text search over articles: SQLite's FTS5 in memory, ranked by BM25.
struct ArticleIndex: Sendable {
    struct Match: Sendable {
        let title: String
        let link: String?
        let body: String
        /// How many of the question's terms the section or its title holds.
        let matchedTerms: Int
    }

    private let database: DatabaseQueue

    init(_ articles: [Article]) throws {
        database = try DatabaseQueue()
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE VIRTUAL TABLE section USING fts5(title, heading, body, link UNINDEXED,
                        tokenize = 'porter unicode61 remove_diacritics 2')
                    """)
            for article in articles {
                for section in article.sections {
                    try database.execute(
                        sql: "INSERT INTO section (title, heading, body, link) VALUES (?, ?, ?, ?)",
                        arguments: [article.title, section.heading, section.body, article.link])
                }
            }
        }
    }

    /// The section that fits best: most terms first, then BM25 with titles and headings weighted.
    func bestMatch(_ terms: [String]) throws -> Match? {
        guard !terms.isEmpty else { return nil }
        return try database.read { database in
            var counts: [Int64: Int] = [:]
            for term in terms {
                let rows = try Int64.fetchAll(
                    database, sql: "SELECT rowid FROM section WHERE section MATCH ?", arguments: [Self.quoted(term)])
                for row in rows { counts[row, default: 0] += 1 }
            }
            let query = terms.map(Self.quoted).joined(separator: " OR ")
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT rowid, title, body, link FROM section WHERE section MATCH ? ORDER BY bm25(section, 6.0, 4.0, 1.0) LIMIT 20",
                arguments: [query])
            // BM25 decides among sections that hold equally many of the terms: the rows are in its order.
            var best: (row: Row, count: Int)?
            for row in rows {
                let count = counts[row["rowid"]] ?? 0
                if count > best?.count ?? 0 { best = (row, count) }
            }
            return best.map {
                Match(title: $0.row["title"], link: $0.row["link"], body: $0.row["body"], matchedTerms: $0.count)
            }
        }
    }

    /// A term as an FTS5 string, so that nothing in it is syntax.
    private static func quoted(_ term: String) -> String { "\"\(term.replacing("\"", with: "\"\""))\"" }
}
