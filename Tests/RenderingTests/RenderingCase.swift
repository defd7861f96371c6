import Foundation
import TestSupport

/// One row of a fixture file: `{"name","input","html"?,"text"}`.
struct RenderingCase: NamedCase {
    let name: String
    let input: String
    let html: String
    let text: String

    static func load(_ file: String) throws -> [RenderingCase] {
        try FixtureFile(file, in: .module).rows(keys: ["input", "html", "text"]) { row in
            RenderingCase(
                name: try row.string("name"), input: try row.string("input"), html: try row.optionalString("html") ?? "",
                text: try row.string("text"))
        }
    }
}
