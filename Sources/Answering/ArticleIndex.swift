import Foundation
import GRDB
import RelayCore

/// Full-text search over articles: SQLite's FTS5 in memory, ranked by BM25.
struct ArticleIndex: Sendable {
    struct Match: Sendable {
        let title: String
        let link: String?
        let body: String
        /// How many of the question's terms the section holds; one in its title or heading counts twice.
        let points: Int
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

    /// The section that fits best: most points first, then BM25 with titles and headings weighted.
    func bestMatch(_ terms: [String]) throws -> Match? {
        guard !terms.isEmpty else { return nil }
        // Nobody writes any more: no transaction is needed, and SQLite reads each query once.
        return try database.unsafeRead { database in
            let holding = try database.cachedStatement(sql: "SELECT rowid FROM section WHERE section MATCH ?")
            var counts: [Int64: Int] = [:]
            for term in terms {
                for query in [Self.quoted(term), "{title heading} : \(Self.quoted(term))"] {
                    for row in try Int64.fetchAll(holding, arguments: [query]) { counts[row, default: 0] += 1 }
                }
            }
            let query = terms.map(Self.quoted).joined(separator: " OR ")
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT rowid, title, heading, body, link FROM section WHERE section MATCH ?
                        ORDER BY bm25(section, 6.0, 4.0, 1.0) LIMIT 20
                        """), arguments: [query])
            // BM25 decides among sections with equally many points: the rows are in its order. But what an article opens with
            // comes before its sub-headings, which are for narrower questions.
            var best: (row: Row, count: Int)?
            for row in rows {
                let count = counts[row["rowid"]] ?? 0
                let isEqual = count == best?.count
                if count > best?.count ?? 0 || (isEqual && Self.opens(row, theArticleOf: best?.row)) { best = (row, count) }
            }
            return best.map {
                Match(title: $0.row["title"], link: $0.row["link"], body: $0.row["body"], points: $0.count)
            }
        }
    }

    private static func opens(_ row: Row, theArticleOf other: Row?) -> Bool {
        guard let other else { return false }
        let (heading, title): (String, String) = (row["heading"], row["title"])
        let (otherHeading, otherTitle): (String, String) = (other["heading"], other["title"])
        return heading.isEmpty && !otherHeading.isEmpty && title == otherTitle
    }

    /// A term as an FTS5 string, so that nothing in it is syntax.
    private static func quoted(_ term: String) -> String { "\"\(term.replacing("\"", with: "\"\""))\"" }
}
