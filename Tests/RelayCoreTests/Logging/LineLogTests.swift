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
                #"{"codes":"a=1 \"b\"","event":"e-2","function":"f","level":"notice","message":"part skipped","time":"1970-01-01T00:00:01.000Z"}"#
                + "\n"),
        Case(
            name: "text", asText: true,
            line: "1970-01-01T00:00:01.000Z notice part skipped codes=a=1 \"b\" event=e-2 function=f level=mine\n"),
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
        logger.notice("part skipped", metadata: ["codes": "a=1 \"b\"", "event": "e-2", "level": "mine"])
        logger.debug("not logged")
        #expect(lines.all == [test.line])
    }
}
