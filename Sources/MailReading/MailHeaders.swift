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
    /// recipients, subject, or date before sender; with subject, or with an address. Other orders are those of
    /// pasted mails. "From: Berlin, To: Paris, Date: Monday" is a journey.
    static func begin(at index: Int, in mail: MailLines) -> Bool {
        guard let first = kind(of: mail.lines[index]), first == .from || first == .date else { return false }
        var kinds = [first]
        var hasAddress = holdsAddress(mail.lines[index])
        var unknown = 0
        for line in mail.lines[(index + 1)..<min(index + lineLimit, mail.lines.count)] where !line.isEmpty {
            guard let kind = kind(of: line) else {
                unknown += 1
                if unknown > 2 { break }
                continue
            }
            if kinds.contains(kind), kind != .copy { break }
            unknown = 0
            kinds.append(kind)
            if kind != .date { hasAddress = hasAddress || holdsAddress(line) }
            if kind == .subject { break }
        }
        let rest = kinds.dropFirst(2).filter { $0 != .copy }
        switch Array(kinds.prefix(2)) {
        case [.from, .date]: return rest == [.to, .subject] || rest == [.subject] || (rest == [.to] && hasAddress)
        case [.date, .from]: return hasAddress && (rest == [.to, .subject] || rest == [.subject])
        default: return false
        }
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
