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

    /// Whether a block of headers begins at the line: `From:`, and under it the subject and one more, or an address with date
    /// and recipient. "From: Berlin, To: Paris, Date: Monday" is a journey.
    static func begin(at index: Int, in mail: MailLines) -> Bool {
        guard kind(of: mail.lines[index]) == .from else { return false }
        var kinds: Set<Kind> = [.from]
        var hasAddress = holdsAddress(mail.lines[index])
        var unknown = 0
        for line in mail.lines[(index + 1)..<min(index + lineLimit, mail.lines.count)] where !line.isEmpty {
            guard let kind = kind(of: line) else {
                unknown += 1
                if unknown > 2 { break }
                continue
            }
            if kind == .from { break }
            unknown = 0
            kinds.insert(kind)
            if kind == .to { hasAddress = hasAddress || holdsAddress(line) }
            if kind == .subject { break }
        }
        let hasEnvelope = kinds.contains(.date) || kinds.contains(.to)
        if kinds.contains(.subject) { return hasEnvelope }
        return hasAddress && kinds.contains(.date) && kinds.contains(.to)
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
