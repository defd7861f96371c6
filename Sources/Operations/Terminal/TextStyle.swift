import Foundation
import RelayCore

/// How text is printed: with colours only on a terminal, and not where `NO_COLOR` is set (https://no-color.org).
package struct TextStyle: Sendable {
    package enum Colour: String, Sendable {
        case good = "32"
        case notice = "33"
        case bad = "31"
        case quiet = "2"
        case strong = "1"
    }

    package let isColoured: Bool
    /// Of the terminal, in columns; nil where the output is none.
    package let width: Int?

    package init(isColoured: Bool, width: Int? = nil) {
        self.isColoured = isColoured
        self.width = width
    }

    /// Of standard output.
    package static func ofOutput(_ environment: [String: String]) -> TextStyle {
        guard isatty(STDOUT_FILENO) == 1 else { return TextStyle(isColoured: false) }
        let isWanted = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return TextStyle(isColoured: isWanted, width: isKnown ? Int(size.ws_col) : nil)
    }

    /// The text, no longer than what a terminal's line has left after so many columns; a little of it in any case.
    package func cut(_ text: String, after columns: Int) -> String {
        guard let width, text.count > max(12, width - columns) else { return text }
        return "\(text.prefix(max(12, width - columns) - 1))…"
    }

    /// In the colour; without what moves a cursor.
    package func text(_ text: String, _ colour: Colour) -> String {
        let plain = PrintedText.escaped(text)
        return isColoured ? "\u{1B}[\(colour.rawValue)m\(plain)\u{1B}[0m" : plain
    }

    package func status(_ status: FunctionResult.Status, _ text: String) -> String {
        switch status {
        case .done: self.text(text, .good)
        case .skipped: self.text(text, .quiet)
        case .retry: self.text(text, .notice)
        case .failed: self.text(text, .bad)
        }
    }
}
