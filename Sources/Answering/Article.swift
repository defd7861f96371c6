/// A help article: a Markdown file, cut into sections at its headings.
struct Article: Sendable {
    struct Section: Sendable {
        /// Empty for what stands before the first sub-heading.
        let heading: String
        /// Markdown
        let body: String
    }

    let title: String
    /// Where customers find the article; from a line `Link: https://…`.
    let link: String?
    let sections: [Section]

    /// - Parameter name: The file's name without its ending, the title of an article that has no heading.
    init(markdown: String, name: String) {
        var title: String?
        var link: String?
        var sections: [Section] = []
        var heading = ""
        var lines: [Substring] = []

        func closeSection() {
            let body = Self.unwrapped(lines).trimmingLines
            if !body.isEmpty { sections.append(Section(heading: heading, body: body)) }
            lines = []
        }
        var isCode = false
        for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.hasPrefix("```") || line.hasPrefix("~~~") { isCode.toggle() }
            if isCode {
                lines.append(line)
            } else if title == nil, line.hasPrefix("# ") {
                title = String(line.dropFirst(2)).trimmingLines
            } else if line.hasPrefix("## ") {
                closeSection()
                heading = String(line.dropFirst(3)).trimmingLines
            } else if link == nil, line.hasPrefix("Link: http") {
                link = String(line.dropFirst("Link: ".count)).trimmingLines
            } else {
                lines.append(line)
            }
        }
        closeSection()
        self.title = title ?? name
        self.link = link
        self.sections = sections
    }

    /// A line at least this long, in characters, was ended by an editor and not by its writer.
    private static let wrappedLength = 60

    /// Lines that an editor wrapped as one line: in an answer every line break counts.
    private static func unwrapped(_ lines: [Substring]) -> String {
        var text = ""
        var length = 0
        var isCode = false
        for (index, line) in lines.enumerated() {
            let isFence = line.hasPrefix("```") || line.hasPrefix("~~~")
            if isFence { isCode.toggle() }
            let previous = index > 0 ? lines[index - 1] : ""
            let isContinued =
                length >= wrappedLength && !isCode && !isFence && !previous.hasSuffix("  ") && !previous.hasSuffix("\\")
            if index > 0 { text += isContinued && isRunningText(line) ? " " : "\n" }
            text += isContinued && isRunningText(line) ? line.drop(while: \.isWhitespace) : line
            length = isCode || isFence || isTableOrHeading(line) ? 0 : line.count
        }
        return text
    }

    private static func isTableOrHeading(_ line: Substring) -> Bool {
        line.contains("|") || line.drop(while: \.isWhitespace).hasPrefix("#")
    }

    /// Whether a line starts neither a block of Markdown nor a paragraph.
    private static func isRunningText(_ line: Substring) -> Bool {
        let content = line.drop(while: \.isWhitespace)
        guard let first = content.first, !"-*+>#|<`~=".contains(first), !line.hasPrefix("    "), !line.contains("|") else {
            return false
        }
        return !content.drop(while: \.isNumber).starts(with: ". ") || !first.isNumber
    }
}

extension String {
    fileprivate var trimmingLines: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
