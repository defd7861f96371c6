/// The folder of what outlives a process, where nothing else is configured. It does not depend on the working directory.
package enum StateFolder {
    package static let ofService = "STATE_DIRECTORY"
    package static let ofUser = "XDG_STATE_HOME"

    /// `STATE_DIRECTORY`, which systemd gives to a service; else `deskrelay` in `XDG_STATE_HOME`; else
    /// `.local/state/deskrelay` in `HOME`. A path that is not absolute counts as unset, as the XDG specification asks.
    ///
    /// Sources: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#RuntimeDirectory= and
    /// https://specifications.freedesktop.org/basedir-spec/latest/
    /// - Returns: nil where none of the three is set.
    package static func path(_ environment: [String: String]) -> String? {
        func absolute(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        // systemd separates several by colons.
        if let folder = absolute(ofService)?.split(separator: ":").first { return String(folder) }
        return absolute(ofUser).map { $0 + "/deskrelay" } ?? absolute("HOME").map { $0 + "/.local/state/deskrelay" }
    }

    /// The store in such a folder, as `STORE_URL` names it.
    package static func storeURL(in folder: String) -> String { "sqlite:\(folder)/relay.sqlite" }
}
