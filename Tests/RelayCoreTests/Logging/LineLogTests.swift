import FoundationEssentials
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

@Suite("Log lines")
struct LineLogTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        @Sendable func append(_ line: String) { lines.withLock { $0.append(line) } }
    }

    struct Case: NamedCase {
        let name: String
        var asText = false
        let line: String
    }

    static let cases = [
        Case(
            name: "JSON",
            line:
                #"{"codes":"a=1 \"b\"","count":7,"event":"e-2","function":"f","level":"notice","message":"part skipped","name":"#
                + #""\u001b[2J\n\u202e\u009bé\u007f","time":"1970-01-01T00:00:01.000Z"}"# + "\n"),
        Case(
            name: "text", asText: true,
            line: "1970-01-01T00:00:01.000Z notice part skipped codes=a=1 \"b\" count=7 event=e-2 function=f level=mine"
                + " name=\\u001b[2J\\u000a\\u202e\\u009bé\\u007f\n"),
    ]

    /// What the line itself says goes before metadata of the same name, and an event's metadata before the logger's.
    @Test("One line, fields in order", arguments: cases)
    func line(_ test: Case) {
        let lines = Lines()
        var logger = Logger(label: "f") { _ in
            LineLogHandler(
                level: .info, asText: test.asText, metadata: ["function": "f"], now: { Date(timeIntervalSince1970: 1) },
                write: lines.append)
        }
        logger[metadataKey: "event"] = "e-1"
        logger.notice(
            "part skipped",
            metadata: [
                "codes": "a=1 \"b\"", "count": .stringConvertible(7), "event": "e-2", "level": "mine",
                "name": "\u{1B}[2J\n\u{202E}\u{9B}é\u{7F}",
            ])
        logger.debug("not logged")
        #expect(lines.all == [test.line])
    }
}
