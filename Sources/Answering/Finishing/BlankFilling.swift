import RelayCore

/// Fills in what an AI left to be filled in, where it is known; leaves out a greeting, a farewell or a short sentence that says
/// nothing without it; and names what is left.
struct BlankFilling {
    /// nil where it is not known, or where it is no name.
    private let customer: String?

    /// Of how many words a line may consist beside a name for the line to be left out.
    private static let shortLine = 3
    /// The same of a sentence.
    private static let shortSentence = 10

    init(customer: String?) {
        let name = customer?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
        let isName = name.contains(where: \.isLetter) && name.count <= 60 && !name.contains { "@[]<>{}*_`|\\&/".contains($0) }
        self.customer = isName ? name : nil
    }

    func fill(_ text: String) -> (text: String, unfilled: String?) {
        guard text.unicodeScalars.contains(where: { "[{<%|".unicodeScalars.contains($0) }) else { return (text, nil) }
        var lines: [String] = []
        var isChanged = false
        var isCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.trimmed.hasPrefix("```") || line.trimmed.hasPrefix("~~~") { isCode.toggle() }
            guard !isCode else {
                lines.append(String(line))
                continue
            }
            switch settled(String(line)) {
            case .kept(let line): lines.append(line)
            case .changed(let line):
                isChanged = true
                if let line { lines.append(line) }
            case .unfilled(let blank): return (text, blank)
            }
        }
        guard isChanged else { return (text, nil) }
        let filled = Self.withoutGaps(lines)
        // An answer that was nothing but a blank.
        return filled.contains(where: \.isLetter) ? (filled, nil) : (text, text.trimmed)
    }

    // MARK: One line

    private enum Line {
        case kept(String)
        /// nil: it is left out.
        case changed(String?)
        case unfilled(String)
    }

    private func settled(_ line: String) -> Line {
        var scalars = Array(line.unicodeScalars)
        var isChanged = false
        // Every round fills or takes away one blank.
        while let blank = BlankSearch(scalars).blanks().first {
            isChanged = true
            if let value = value(of: blank.meaning) {
                scalars.replaceSubrange(blank.range, with: Array(value.unicodeScalars))
            } else if blank.meaning == .fact {
                guard isLabel(scalars, blank) else { return .unfilled(Self.text(scalars[blank.range])) }
                return .changed(nil)
            } else if Self.words(scalars[..<blank.range.lowerBound] + scalars[blank.range.upperBound...]) <= Self.shortLine {
                return .changed(nil)
            } else if let rest = Self.withoutGreeting(scalars, blank) ?? Self.withoutSentence(scalars, blank) {
                scalars = rest
            } else {
                return .unfilled(Self.text(scalars[blank.range]))
            }
        }
        return isChanged ? .changed(Self.text(scalars[...])) : .kept(line)
    }

    private func value(of meaning: Blank.Meaning) -> String? {
        switch meaning {
        case .customerName: customer
        case .customerFirstName: customer.flatMap { $0.split(separator: " ").first.map(String.init) }
        case .ownName, .fact: nil
        }
    }

    /// `Order number: [order number]` says nothing.
    private func isLabel(_ line: [Unicode.Scalar], _ blank: Blank) -> Bool {
        let before = Self.text(line[..<blank.range.lowerBound]).trimmed
        return before.hasSuffix(":") && Self.words(line[blank.range.upperBound...]) == 0
            && Self.words(line[..<blank.range.lowerBound]) <= Self.shortLine
    }

    /// `Hi [Name], it is on its way.` → `It is on its way.`
    private static func withoutGreeting(_ line: [Unicode.Scalar], _ blank: Blank) -> [Unicode.Scalar]? {
        guard words(line[..<blank.range.lowerBound]) <= shortLine,
            let mark = line[blank.range.upperBound...].firstIndex(where: { $0 != " " }),
            [",", "!", ":", "."].contains(line[mark])
        else { return nil }
        let rest = text(line[(mark + 1)...]).trimmed
        guard words(line[(mark + 1)...]) > 0 else { return nil }
        return Array((rest.prefix(1).uppercased() + rest.dropFirst()).unicodeScalars)
    }

    /// `Thank you for writing to [Company Name]! It is on its way.` → `It is on its way.`
    private static func withoutSentence(_ line: [Unicode.Scalar], _ blank: Blank) -> [Unicode.Scalar]? {
        func isEnd(_ index: Int) -> Bool {
            [".", "!", "?"].contains(line[index]) && (index + 1 == line.count || line[index + 1] == " ")
        }
        let start = line[..<blank.range.lowerBound].indices.last(where: isEnd).map { $0 + 1 } ?? 0
        let end = line[blank.range.upperBound...].indices.first(where: isEnd).map { $0 + 1 } ?? line.count
        let rest = line[..<start] + line[end...].drop { start == 0 && $0 == " " }
        guard words(line[start..<end]) <= shortSentence, words(rest) > 0 else { return nil }
        return Array(rest)
    }

    // MARK: Text

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func words(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.split { $0.isWhitespace }.count {
            $0.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        }
    }

    /// Without the empty lines around what was left out.
    private static func withoutGaps(_ lines: [String]) -> String {
        var kept: [String] = []
        for line in lines where !line.trimmed.isEmpty || kept.last?.trimmed.isEmpty == false { kept.append(line) }
        while kept.last?.trimmed.isEmpty == true { kept.removeLast() }
        return kept.joined(separator: "\n")
    }
}
