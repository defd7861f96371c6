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
            let body = lines.joined(separator: "\n").trimmingLines
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
}

extension String {
    fileprivate var trimmingLines: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
