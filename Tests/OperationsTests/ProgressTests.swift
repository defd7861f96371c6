import TestSupport
import Testing

@testable import Operations

@Suite("How far long work is")
struct ProgressTests {
    struct Line: NamedCase {
        let name: String
        let done: Int
        let total: Int
        let filled: Int
    }

    @Test(
        "A bar of a fixed width, with the numbers",
        arguments: [
            Line(name: "nothing yet", done: 0, total: 10_000, filled: 0),
            Line(name: "a third", done: 40, total: 120, filled: 10),
            Line(name: "almost all", done: 9_999, total: 10_000, filled: 29),
            Line(name: "all", done: 3, total: 3, filled: 30), Line(name: "more than there was", done: 5, total: 3, filled: 30),
            Line(name: "of nothing", done: 0, total: 0, filled: 30),
        ])
    func line(_ row: Line) {
        let line = ProgressText.line(row.done, of: row.total)
        #expect(line.count { $0 == "#" } == row.filled)
        #expect(line.hasSuffix("] \(row.done) of \(row.total)"))
        #expect(line.firstIndex(of: "]") == line.index(line.startIndex, offsetBy: 31))
    }

    struct Place: NamedCase {
        let name: String
        var isTerminal = true
        var json = false
        var environment: [String: String] = [:]
        var isWanted = false
    }

    @Test(
        "It is for eyes alone",
        arguments: [
            Place(name: "a terminal", environment: ["TERM": "xterm"], isWanted: true),
            Place(name: "a pipe", isTerminal: false), Place(name: "a program", json: true),
            Place(name: "NO_COLOR", environment: ["NO_COLOR": "1"]),
            Place(name: "NO_COLOR, empty", environment: ["NO_COLOR": ""], isWanted: true),
            Place(name: "a terminal that cannot move its cursor", environment: ["TERM": "dumb"]),
        ])
    func isWanted(_ row: Place) {
        let isWanted = ProgressText.isWanted(isTerminal: row.isTerminal, json: row.json, environment: row.environment)
        #expect(isWanted == row.isWanted)
    }
}
