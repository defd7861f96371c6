/// The format of a language's file: `[key]` on a line of its own, and below it entries, parted by commas and line ends. Lines that
/// begin with `#` are comments.
enum PhraseFile {
    static func read(_ bytes: [UInt8]) throws(PhraseFileError) -> [Topic: [String]] {
        var entries: [Topic: [String]] = [:]
        var current: Topic?
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(trimmed) {
            number += 1
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            if first == UInt8(ascii: "[") {
                if let current, entries[current] == nil { throw PhraseFileError(number, "no entry above this key") }
                current = try topic(line, number)
                if let current, entries[current] != nil { throw PhraseFileError(number, "the key appears twice") }
            } else {
                guard let topic = current else { throw PhraseFileError(number, "no key above the first entry") }
                entries[topic, default: []] += try self.entries(line, of: topic, number)
                if topic.form == .sentence, entries[topic]?.count != 1 {
                    throw PhraseFileError(number, "a sentence must be on one line")
                }
            }
        }
        if let current, entries[current] == nil { throw PhraseFileError(number, "no entry below the last key") }
        return entries
    }

    private static func topic(_ line: ArraySlice<UInt8>, _ number: Int) throws(PhraseFileError) -> Topic {
        guard line.last == UInt8(ascii: "]") else { throw PhraseFileError(number, "no ] after the key") }
        let key = String(decoding: line.dropFirst().dropLast(), as: UTF8.self)
        guard let topic = Topic(rawValue: key) else { throw PhraseFileError(number, "unknown key “\(key)”") }
        return topic
    }

    private static func entries(
        _ line: ArraySlice<UInt8>, of topic: Topic, _ number: Int
    ) throws(PhraseFileError) -> [String] {
        guard topic.form != .sentence else { return [String(decoding: line, as: UTF8.self)] }
        let parts = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(trimmed)
        guard !parts.contains(where: \.isEmpty) else { throw PhraseFileError(number, "nothing before or after a comma") }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Without spaces, tabs and carriage returns at both ends.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        while let first = rest.first, isBlank(first) { rest.removeFirst() }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D].contains(byte) }
}

/// Why a language's file cannot be read.
package struct PhraseFileError: Error, Hashable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    package let problem: String

    init(_ line: Int, _ problem: String) {
        self.line = line
        self.problem = problem
    }

    package var description: String { "line \(line): \(problem)" }
}
