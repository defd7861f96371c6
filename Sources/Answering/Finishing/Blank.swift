import Phrases

/// Something that the AI left to be filled in: `[Your Name]`, `{{first_name}}`.
struct Blank {
    enum Meaning: Hashable {
        case customerName
        case customerFirstName
        /// The name of whoever answers, or of the company.
        case ownName
        /// A date, a number, a link.
        case fact
    }

    /// In the scalars of the line.
    let range: Range<Int>
    let meaning: Meaning
}

/// Finds the blanks of a line.
struct BlankSearch {
    private let line: [Unicode.Scalar]

    init(_ line: [Unicode.Scalar]) { self.line = line }

    /// How a blank is written.
    private struct Form {
        let start: [Unicode.Scalar]
        let end: [Unicode.Scalar]
        /// Whether it is a blank whatever stands in it.
        let isCertain: Bool

        init(_ start: String, _ end: String, isCertain: Bool = false) {
            self.start = Array(start.unicodeScalars)
            self.end = Array(end.unicodeScalars)
            self.isCertain = isCertain
        }
    }

    private static let forms = [
        Form("{{", "}}", isCertain: true), Form("${", "}", isCertain: true), Form("*|", "|*", isCertain: true), Form("{", "}"),
        Form("[[", "]]"), Form("[", "]"), Form("<<", ">>"), Form("<", ">"), Form("%", "%"),
    ]

    /// The longest words in a blank, in characters.
    private static let longest = 60

    func blanks() -> [Blank] {
        var blanks: [Blank] = []
        var isCode = false
        var index = 0
        while index < line.count {
            if line[index] == "`" { isCode.toggle() }
            if !isCode, let blank = blank(at: index) {
                blanks.append(blank)
                index = blank.range.upperBound
            } else {
                index += 1
            }
        }
        return blanks
    }

    private func blank(at index: Int) -> Blank? {
        for form in Self.forms where line[index] == form.start[0] && line[index...].starts(with: form.start) {
            let start = index + form.start.count
            guard let end = self.end(of: form, from: start), start < end else { continue }
            let range = index..<(end + form.end.count)
            let words = BlankWords(line[start..<end])
            if form.end == ["]"], isLink(range) { continue }
            // Single signs stand in prices and sums as well; `%FIRST_NAME%` is written in capitals.
            if form.start == ["%"], line[start..<end].contains(where: { $0.properties.isLowercase || $0 == " " }) { continue }
            let isCertain = form.isCertain || isAlone(range)
            guard let meaning = words.meaning(isCertain: isCertain) ?? (form.isCertain ? .fact : nil) else { continue }
            // `<order number>` tells the customer what to write.
            if form.start == ["<"], meaning == .fact { continue }
            return Blank(range: range, meaning: meaning)
        }
        return nil
    }

    private func end(of form: Form, from start: Int) -> Int? {
        for index in start..<min(line.count, start + Self.longest) {
            if line[index...].starts(with: form.end) { return index }
            if line[index] == form.start[0] { return nil }
        }
        return nil
    }

    private func isAlone(_ range: Range<Int>) -> Bool {
        !(line[..<range.lowerBound] + line[range.upperBound...]).contains(where: \.properties.isAlphabetic)
    }

    private func isLink(_ range: Range<Int>) -> Bool {
        let next = range.upperBound < line.count ? line[range.upperBound] : " "
        let previous = range.lowerBound > 0 ? line[range.lowerBound - 1] : " "
        // `[date]: https://…` says where a link leads.
        let isDefinition = next == ":" && !line[..<range.lowerBound].contains { $0 != " " }
        return isDefinition || ["(", "["].contains(next) || ["]", "!"].contains(previous)
    }
}

/// The words in a blank.
private struct BlankWords {
    private let words: [String]
    private let isCapital: Bool

    private static let names = Language.words(.blankNames)
    private static let firstNames = Language.words(.blankFirstNames)
    private static let customers = Language.words(.blankCustomers)
    private static let own = Language.words(.blankOwn)
    private static let facts = Language.words(.blankFacts)
    private static let alone = Language.words(.blankAlone)
    private static let fillers = Language.words(.blankFillers)
    private static let possessives = Language.words(.possessives)

    init(_ scalars: ArraySlice<Unicode.Scalar>) {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var wasLower = false
        for scalar in scalars {
            let isLetter = scalar.properties.isAlphabetic
            // `firstName` is two words.
            if !isLetter || (wasLower && scalar.properties.isUppercase), !word.isEmpty {
                words.append(String(word).lowercased())
                word = .init()
            }
            if isLetter { word.append(scalar) }
            wasLower = scalar.properties.isLowercase
        }
        if !word.isEmpty { words.append(String(word).lowercased()) }
        // `customer's`
        self.words = words.filter { $0 != "s" }
        isCapital = scalars.first?.properties.isUppercase == true
    }

    /// What is to be filled in; nil where the words are no blank.
    /// - Parameter isCertain: They are one. Otherwise a word alone may be the name of a button: `[Address]`.
    func meaning(isCertain: Bool) -> Blank.Meaning? {
        let substance = words.filter { !Self.fillers.contains($0) && !Self.possessives.contains($0) }
        let known = [Self.names, Self.firstNames, Self.customers, Self.own, Self.facts]
        guard !substance.isEmpty, substance.allSatisfy({ word in known.contains { $0.contains(word) } }) else { return nil }
        let mayBeButton = words.count == 1 && isCapital && !isCertain && !Self.alone.contains(words[0])
        if substance.contains(where: Self.facts.contains), !substance.contains(where: Self.names.contains) {
            return mayBeButton ? nil : .fact
        }
        if substance.contains(where: Self.own.contains) { return mayBeButton ? nil : .ownName }
        if words.contains(where: Self.possessives.contains) { return .ownName }
        return words.contains(where: Self.firstNames.contains) ? .customerFirstName : .customerName
    }
}
