/// The lines that mail programs, telephones and virus scanners put under a message.
enum MailFooter {
    /// In UTF-8.
    private static let byteLimit = 250
    private static let wordLimit = 12

    /// The index of the first of them, at the end of the range: footers stand at the very end, each on a line of its own.
    static func start(in mail: MailLines, _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while let last = range.lowerBound < end ? (range.lowerBound..<end).last(where: { !mail.lines[$0].isEmpty }) : nil {
            guard isFooter(mail.lines[last]) else { break }
            end = last
        }
        return end
    }

    static func isFooter(_ line: Substring) -> Bool {
        guard line.utf8.count <= byteLimit else { return false }
        return isOfScanner(line) || isOfDevice(line)
    }

    /// `Virus-free. www.avast.com <https://www.avast.com/sig-email>`
    private static func isOfScanner(_ line: Substring) -> Bool {
        let text = line.lowercased()
        guard let host = MailPhrases.scanners.first(where: text.holds) else { return false }
        let words = text.split(whereSeparator: \.isWhitespace).filter { !$0.holds("://") && !$0.holds(host) }
        return words.count <= 4 && (text.holds("www.\(host)") || text.holds("//\(host)"))
    }

    // MARK: Devices and programs

    /// `Sent from my iPhone`, `Get Outlook for iOS`: a known beginning or end, a device or program, and beside these only names
    /// and the words of such lines. Everything else is a sentence: “Sent from Outlook because the app crashes.”
    private static func isOfDevice(_ line: Substring) -> Bool {
        let written = withoutLink(line)
        let text = written.lowercased()
        guard text.split(separator: " ").count <= wordLimit, text.utf8.last != UInt8(ascii: "?") else { return false }
        // "Sent from my Verizon, Samsung Galaxy smartphone", but no "sent from my mobile, call me".
        if let comma = text.firstIndex(of: ","), !isKnown(text[comma...]) { return false }
        guard MailPhrases.devices.contains(where: text.holds) else { return false }
        let beginning = MailPhrases.footerBeginnings.filter(text.hasPrefix).max { $0.count < $1.count }
        let end = MailPhrases.footerEnds.filter(text.hasSuffix).max { $0.count < $1.count }
        guard beginning != nil || end != nil else { return false }
        let rest = written.dropFirst(beginning?.count ?? 0).dropLast(end?.count ?? 0)
        let hasCapitals = text != written && written.contains(where: \.isLowercase)
        return rest.split(whereSeparator: \.isWhitespace).allSatisfy { isOfFooter($0, hasCapitals: hasCapitals) }
    }

    private static func withoutLink(_ line: Substring) -> Substring {
        let inside = line.drop { "<([".contains($0) }
        let text = inside.prefix { !"<([>)]".contains($0) }
        return (text.utf8Index(of: "http").map { text[..<$0] } ?? text).bare
    }

    /// A name, a number, or a word that such lines have.
    private static func isOfFooter(_ word: Substring, hasCapitals: Bool) -> Bool {
        guard let first = word.first(where: { $0.isLetter || $0.isNumber }) else { return true }
        if first.isNumber || (hasCapitals && first.isUppercase) { return true }
        // A script without spaces holds a whole sentence in a word.
        if word.unicodeScalars.contains(where: \.isUnspaced) { return false }
        let word = word.lowercased()
        return MailPhrases.devices.contains(where: word.holds) || isKnown(word)
    }

    /// Whether all of the words are devices or words of such lines; the words are in lower case.
    private static func isKnown(_ text: some StringProtocol) -> Bool {
        text.split { !$0.isLetter && !$0.isNumber }.allSatisfy { word in
            MailPhrases.devices.contains(where: word.holds) || MailPhrases.footerWords.contains(where: "\(word) ".hasPrefix)
        }
    }
}
