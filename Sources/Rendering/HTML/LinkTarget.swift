/// Where a link may lead in what we send.
enum LinkTarget {
    private static let safeSchemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// True for the schemes that only ever lead somewhere; false for everything that could run or carry content
    /// (`javascript:`, `data:`, `vbscript:`, `file:`, …), and for a relative target, which leads nowhere in a message.
    static func isSafe(_ target: String) -> Bool { scheme(of: target).map(safeSchemes.contains) ?? false }

    /// In lower case; nil for a relative target.
    ///
    /// White space and control characters do not count, as in a browser.
    /// Source: https://url.spec.whatwg.org/#concept-basic-url-parser
    static func scheme(of target: String) -> String? {
        var scheme = ""
        for scalar in target.unicodeScalars where scalar.value > 0x20 {
            switch scalar {
            case ":": return scheme.lowercased()
            case "/", "?", "#": return nil
            default: scheme.unicodeScalars.append(scalar)
            }
        }
        return nil
    }
}
