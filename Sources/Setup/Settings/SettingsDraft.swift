import RelayCore

/// A settings file while it is filled in. A value that stands is never changed.
package struct SettingsDraft: Sendable {
    package private(set) var text: String
    private var values: [String: String]

    /// - Parameters:
    ///   - text: What stands already.
    ///   - name: The file's.
    package init(_ text: String, name: String) throws(ConfigurationFaults) {
        values = try EnvironmentFile.parse(text, name: name)
        self.text = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    }

    /// nil where it is not set, or empty.
    package func value(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Nothing is set in it yet.
    var isNew: Bool { values.isEmpty }

    package var environment: [String: String] { values.filter { !$0.value.isEmpty } }

    /// Sets it where nothing stands: an empty line of it is filled in, else one comes at the end.
    /// - Parameter comment: What it means, on the line before, where the line is new.
    package mutating func fill(_ name: String, _ value: String, comment: String) {
        guard self.value(name) == nil else { return }
        let line = EnvironmentFile.line(name, value)
        if values[name] == nil {
            text += "# \(comment)\n\(line)\n"
        } else {
            let lines = EnvironmentFile.lines(text).map { old in
                EnvironmentFile.assignment(old)?.name == name ? line[...] : old
            }
            text = lines.joined(separator: "\n")
        }
        values[name] = value
    }
}
