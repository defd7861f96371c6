/// The headers that Outlook, and others, put over a quoted or forwarded message as text: `From:`, `Sent:`, `To:`, `Subject:`.
enum MailHeaders {
    enum Kind: Hashable {
        case from
        case date
        case to
        case subject
        case copy
    }

    /// How many lines are looked at; long lists of recipients run over several.
    private static let lineLimit = 16
    /// The longest label, in characters.
    private static let labelLimit = 24

    /// Whether a block of headers begins at the line, in the order in which programs write them over an answer: sender, date,
    /// recipients, subject, or date before sender; with subject, or with an address; and an empty line under them. Other orders are those of
    /// pasted mails. "From: Berlin, To: Paris, Date: Monday" is a journey.
    static func begin(at index: Int, in mail: MailLines) -> Bool {
        guard let block = block(at: index, in: mail) else { return false }
        // Who pastes or tells goes on in the next line.
        let next = block.end + 1
        guard next == mail.lines.count || mail.lines[next].isEmpty else { return false }
        let rest = block.kinds.dropFirst(2).filter { $0 != .copy }
        switch Array(block.kinds.prefix(2)) {
        case [.from, .date]: return rest == [.to, .subject] || rest == [.subject] || (rest == [.to] && block.hasAddress)
        case [.date, .from]: return block.hasAddress && (rest == [.to, .subject] || rest == [.subject])
        default: return false
        }
    }

    /// The headers from the line on, in any order, where three or more stand together, with an address.
    static func lines(at index: Int, in mail: MailLines) -> ClosedRange<Int>? {
        guard let block = block(at: index, in: mail), block.kinds.count > 2, block.hasAddress || begin(at: index, in: mail) else {
            return nil
        }
        return index...block.end
    }

    private struct Block {
        var kinds: [Kind]
        var hasAddress: Bool
        /// The index of the last of them.
        var end: Int
    }

    private static func block(at index: Int, in mail: MailLines) -> Block? {
        guard let first = kind(of: mail.lines[index]), first != .copy else { return nil }
        var block = Block(kinds: [first], hasAddress: holdsAddress(mail.lines[index]), end: index)
        var unknown = 0
        for next in (index + 1)..<min(index + lineLimit, mail.lines.count) where !mail.lines[next].isEmpty {
            let line = mail.lines[next]
            guard let kind = kind(of: line) else {
                unknown += 1
                if unknown > 2 { break }
                continue
            }
            if block.kinds.contains(kind), kind != .copy { break }
            unknown = 0
            block.kinds.append(kind)
            block.end = next
            if kind != .date { block.hasAddress = block.hasAddress || holdsAddress(line) }
            if kind == .subject, block.kinds.contains(.from) { break }
        }
        return block
    }

    /// nil: the line is no header.
    static func kind(of line: Substring) -> Kind? {
        var label = ""
        for character in line.prefix(labelLimit + 1) {
            if character == ":" || character == "：" {
                return MailPhrases.headers[label[...].bare.lowercased()]
            }
            if character == "*" || (label.isEmpty && character.isWhitespace) { continue }
            if character.isWhitespace, label.last == " " { continue }
            label.append(character.isWhitespace ? " " : character)
        }
        return nil
    }

    private static func holdsAddress(_ line: Substring) -> Bool { line.utf8.contains(UInt8(ascii: "@")) }
}
