import FoundationEssentials
import RelayCore
import Testing

@Suite("Documents that list what the code has")
struct DocumentTests {
    /// The cells of a document's tables, row by row.
    private func rows(_ document: String) throws -> [[String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.dropFirst(2).dropLast(2).split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test("docs/reason-codes.md has every reason code with its meaning and what to do, in the code's order")
    func reasonCodes() throws {
        let documented = try rows("docs/reason-codes.md").dropFirst()
        #expect(Array(documented) == ReasonCode.allCases.map { ["`\($0.rawValue)`", $0.meaning, $0.remedy] })
    }

    @Test("README.md has every configuration key with its type, default and meaning")
    func configuration() throws {
        let documented = try rows("README.md").filter { $0.count == 4 && $0[0] != "key" }
        var required: Set<String> = []
        let listed = documented.map { row in
            if row[2] == "**required**" { required.insert(row[0]) }
            return row[2] == "**required**" ? [row[0], row[1], "", row[3]] : row
        }
        let keys = ConfigurationKeys.all.map { key in
            let fallback = key.shownDefault ?? ""
            return [
                "`\(key.name)`" + (key.isSecret ? " (secret)" : ""), key.type, fallback.isEmpty ? "" : "`\(fallback)`",
                key.summary,
            ]
        }
        #expect(Set(listed) == Set(keys))
        #expect(listed.count == keys.count)
        #expect(
            required == ["`WEBHOOK_URL_KEY` (secret)", "`HUBSPOT_ACCESS_TOKEN` (secret)", "`HUBSPOT_USER_ID`", "`AI_ENGINE`"])
    }

    @Test("docs/events.md has every type of event with its id and fields, ours and HubSpot's as we read them")
    func events() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/events.md"), encoding: .utf8)
        let ours = EventCatalog.ours.map { Self.section([$0.type], $0.description) }
        let hubSpots = EventCatalog.hubSpot.map { Self.section($0.types, $0.description) }
        for section in ours + hubSpots { #expect(document.contains(section), "not as in the code; it should be:\n\(section)") }
        let headings = document.split(separator: "\n").filter { $0.hasPrefix("### ") }.count
        #expect(headings == ours.count + hubSpots.count)
    }

    private static func section(_ types: [String], _ description: EventDescription) -> String {
        let head = """
            ### \(types.map { "`\($0)`" }.joined(separator: ", "))

            \(description.summary) Id: \(description.id).

            | field of `data` | type | | meaning |
            |---|---|---|---|

            """
        return head
            + description.fields.map {
                "| `\($0.name)` | \($0.kind) | \($0.isRequired ? "required" : "") | \($0.meaning) |\n"
            }.joined()
    }
}
