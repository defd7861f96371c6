import RelayCore

/// A file of settings, one `NAME=VALUE` a line, as systemd reads one (`EnvironmentFile=`): a value may stand in single quotes, as it
/// is, or in double quotes, where a backslash guards `"`, `\`, `$` and a backtick. Lines that begin with `#` or `;` are comments.
///
/// Source: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
package enum EnvironmentFile {
    /// - Parameter name: The file's, for what is said of it.
    /// - Throws: ``ConfigurationFaults`` with every line that cannot be read; no value stands in it.
    package static func parse(_ text: String, name: String) throws(ConfigurationFaults) -> [String: String] {
        var values: [String: String] = [:]
        var faults: [ConfigurationFault] = []
        for (index, line) in lines(text).enumerated() {
            func fault(_ problem: String) {
                faults.append(ConfigurationFault(key: name, problem: "line \(index + 1) \(problem)"))
            }
            if line.unicodeScalars.first == "\u{FEFF}" {
                fault("begins with a mark of the byte order: save the file as UTF-8 without one")
                continue
            }
            if line.unicodeScalars.contains("\0") { fault("has a NUL character") }
            if line.last == "\\" { fault("ends with a backslash, by which systemd joins the next line to it") }
            guard let (key, raw) = assignment(line) else {
                if !isEmpty(line) { fault("must be NAME=VALUE") }
                continue
            }
            guard let value = unquoted(raw) else {
                fault("has a quote without an end, or something after it")
                continue
            }
            if values.updateValue(value, forKey: key) != nil { fault("sets \(key) a second time") }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return values
    }

    static func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// Whether a line can set it: it has no line break.
    static func holds(_ value: String) -> Bool { !value.utf8.contains { $0 == 0x0A || $0 == 0x0D } }

    /// The line that sets it.
    /// - Parameter value: That ``holds(_:)``.
    package static func line(_ name: String, _ value: String) -> String { "\(name)=\(quoted(value))" }

    /// The name that a line sets, and what stands after it; nil for every other line.
    static func assignment(_ line: Substring) -> (name: String, raw: String)? {
        guard !isEmpty(line), let equals = line.firstIndex(of: "=") else { return nil }
        let name = line[..<equals].trimmed
        guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.allSatisfy(isOfName) else { return nil }
        return (name, line[line.index(after: equals)...].trimmed)
    }

    private static func isEmpty(_ line: Substring) -> Bool {
        guard let first = line.trimmed.first else { return true }
        return first == "#" || first == ";"
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    // MARK: Quotes

    private static let guarded: Set<Character> = ["\"", "\\", "$", "`"]

    private static func unquoted(_ raw: String) -> String? {
        guard let quote = raw.first, quote == "'" || quote == "\"" else { return raw }
        var value = ""
        var rest = raw.dropFirst()
        while let character = rest.popFirst() {
            if character == quote { return rest.isEmpty ? value : nil }
            if quote == "\"", character == "\\", let next = rest.first, guarded.contains(next) {
                value.append(rest.removeFirst())
            } else {
                value.append(character)
            }
        }
        return nil
    }

    private static func quoted(_ value: String) -> String {
        if value.utf8.allSatisfy({ isOfName($0) || "@%+=:,./-".utf8.contains($0) }) { return value }
        if !value.contains("'") { return "'\(value)'" }
        return "\"\(value.flatMap { guarded.contains($0) ? ["\\", $0] : [$0] }.reduce(into: "") { $0.append($1) })\""
    }
}
