/// What is kept on this machine.
enum StateCheck {
    /// - Parameter problem: nil: the store opens.
    static func store(_ problem: String?) -> CheckLine {
        guard let problem else { return .ok("store", "opens") }
        return .fault("store", problem, fix: "Check STORE_URL, the folder's owner and the disk.")
    }

    static func queue(_ queue: QueueState) -> CheckLine {
        let name = "queue"
        switch queue {
        case .none: return .ok(name, "is made when the runner starts")
        case .unreadable(let problem): return .fault(name, problem, fix: "Check the state folder's owner and the disk.")
        case .counts(let waiting, let dead):
            guard dead > 0 else { return .ok(name, "\(waiting) events wait") }
            return .warning(
                name, "\(waiting) events wait, and \(dead) could not be delivered",
                fix: "See `local-runner dead-letters`; after mending the cause, `local-runner dead-letters --retry --all`.")
        }
    }

    /// - Parameter isOpen: Whether others may read the settings file.
    static func settings(_ path: String, isOpen: Bool) -> CheckLine {
        guard isOpen else { return .ok("settings", "\(path) is for its owner alone") }
        return .warning("settings", "\(path) holds secrets, and others may read it", fix: "chmod 600 \(path)")
    }
}

/// The runner's queue, as the check finds it.
package enum QueueState: Sendable {
    case none
    case unreadable(String)
    case counts(waiting: Int, dead: Int)
}
