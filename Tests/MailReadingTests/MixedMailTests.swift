import MailReading
import TestSupport
import Testing

/// Mails that nobody writes, of lines that people and programs do write: whatever stands where, each is read.
@Suite("Mails of lines in any order")
struct MixedMailTests {
    private static let mixes = 400

    /// The lines of every fixture, whole, without their marks, and cut; and lines of a character or two.
    private static func lines() throws -> [String] {
        let rows = try CustomerTextCase.load()
        let whole = (rows.map(\.text) + rows.compactMap(\.original?.text)).flatMap { $0.split(separator: "\n").map(String.init) }
        let marks = [
            "", " ", "*", "**", "-", "--", "-- ", "---", "_", "=", ">", ">>", "> >", ":", "<", "[", "|", "\u{FEFF}", "\u{301}",
            "\r",
        ]
        return whole + whole.map { "> \($0)" } + whole.map { String($0.prefix($0.count / 2)) } + marks + marks.map { "> \($0)" }
            + marks
    }

    @Test("Text", arguments: 1...4) func text(seed: UInt64) async throws {
        let lines = try Self.lines()
        let read = await LongWork.run { () -> Int in
            var chance = Chance(seed: seed)
            var read = 0
            for _ in 0..<Self.mixes {
                let mail = chance.mix(lines)
                // The earlier message shares lines with the mail, as a quoted one does.
                let shared = mail.split(separator: "\n", omittingEmptySubsequences: false).filter { _ in chance.happens(0.6) }
                let earlier = EarlierMessages([(shared.joined(separator: "\n"), nil), (chance.mix(lines), nil)])
                let newest = CustomerText.read(text: mail, subject: "Re: Order", earlier: earlier)
                if !newest.isEmpty { read += 1 }
            }
            return read
        }
        #expect(read > Self.mixes / 2)
    }

    @Test("HTML", arguments: 1...4) func html(seed: UInt64) async throws {
        let pieces = try CustomerTextCase.load().compactMap(\.html).flatMap { $0.split(separator: ">").map { "\($0)>" } }
        let read = await LongWork.run { () -> Int in
            var chance = Chance(seed: seed)
            var read = 0
            for _ in 0..<Self.mixes {
                let mail = chance.mix(pieces + ["</div>", "<blockquote>", "</ul>", "<li", "<!--", "&", "</table>"], with: "")
                if !CustomerText.read(text: "", richText: mail).isEmpty { read += 1 }
            }
            return read
        }
        #expect(read > Self.mixes / 2)
    }
}

extension Chance {
    fileprivate mutating func mix(_ pieces: [String], with separator: String = "\n") -> String {
        (0..<number(1..<25)).map { _ in one(of: pieces) }.joined(separator: separator)
    }
}
