import Foundation
import RelayCore
import TestSupport

/// One row of a fixture file: `{"name","input","html"?,"text"}`.
struct RenderingCase: NamedCase {
    let name: String
    let input: String
    let html: String
    let text: String

    /// A file that cannot be read has no rows, which ``FixtureTests`` notices.
    static func load(_ file: String) -> [RenderingCase] {
        guard let url = Bundle.module.url(forResource: file, withExtension: "json", subdirectory: "Fixtures"),
            let bytes = try? Data(contentsOf: url), let rows = try? JSON.parse(Array(bytes)).array
        else { return [] }
        return rows.compactMap { row in
            guard let name = row["name"]?.string, let input = row["input"]?.string, let text = row["text"]?.string else {
                return nil
            }
            return RenderingCase(name: name, input: input, html: row["html"]?.string ?? "", text: text)
        }
    }
}
