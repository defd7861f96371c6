import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Reading input")
struct InputReaderTests {
    struct Case: NamedCase {
        let name: String
        let input: String
        var limit = 20
        let lines: [InputReader.Line]
    }

    static let cases = [
        Case(name: "nothing", input: "", lines: []),
        Case(name: "lines", input: "one\ntwo\n", lines: [line("one"), line("two")]),
        Case(name: "a last line without its newline", input: "one\ntwo", lines: [line("one"), line("two")]),
        Case(name: "empty lines", input: "\n\none\n", lines: [line(""), line(""), line("one")]),
        Case(name: "as long as is allowed", input: "12345\n12345", limit: 5, lines: [line("12345"), line("12345")]),
        Case(name: "one byte longer", input: "123456\n1\n", limit: 5, lines: [.tooLarge, line("1")]),
        Case(name: "much longer", input: longText + "\n1\n" + longText, limit: 5, lines: [.tooLarge, line("1"), .tooLarge]),
        Case(name: "longer than one read", input: longText + "\n1", limit: 200_000, lines: [line(longText), line("1")]),
    ]

    private static let longText = String(repeating: "x", count: 150_000)

    private static func line(_ text: String) -> InputReader.Line { .line(Array(text.utf8)) }

    @Test("Line by line", arguments: cases)
    func lines(_ test: Case) throws {
        var reader = try reader(test.input, limit: test.limit)
        var lines: [InputReader.Line] = []
        while let line = reader.nextLine() { lines.append(line) }
        #expect(lines == test.lines)
    }

    @Test("Whole", arguments: [(5, InputReader.Line.line(Array("a\nb\nc".utf8))), (4, .tooLarge)])
    func whole(_ limit: Int, _ expected: InputReader.Line) throws {
        var reader = try reader("a\nb\nc", limit: limit)
        #expect(reader.readAll() == expected)
    }

    private func reader(_ input: String, limit: Int) throws -> InputReader {
        let pipe = Pipe()
        let writing = pipe.fileHandleForWriting
        Thread.detachNewThread {
            try? writing.write(contentsOf: Data(input.utf8))
            try? writing.close()
        }
        return InputReader(descriptor: dup(pipe.fileHandleForReading.fileDescriptor), byteLimit: limit)
    }
}
