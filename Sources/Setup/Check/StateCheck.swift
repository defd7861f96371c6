/// What is kept on this machine.
enum StateCheck {
    static func store(_ store: StoreState) -> CheckLine {
        switch store {
        case .none: .ok("store", "is made when the runner starts")
        case .opens: .ok("store", "opens")
        case .unusable(let problem, let isOnServer):
            .fault(
                "store", problem,
                fix: isOnServer
                    ? "Check STORE_URL, the PostgreSQL server and the way to it, or DynamoDB's table, the region and the credentials."
                    : "Check STORE_URL, the folder's owner and the disk.")
        }
    }

    static func queue(_ queue: QueueState) -> CheckLine {
        let name = "queue"
        switch queue {
        case .none: return .ok(name, "is made when the runner starts")
        case .unreadable(let problem, let isOnServer):
            return .fault(
                name, problem,
                fix: isOnServer
                    ? "Check QUEUE_URL, the PostgreSQL server, and the way to it."
                    : "Check the state folder's owner and the disk.")
        case .counts(let waiting, let dead, _):
            guard dead > 0 else { return .ok(name, "\(waiting) events wait") }
            return .warning(
                name, "\(waiting) events wait, and \(dead) could not be delivered",
                fix: "See `local-runner dead-letters`; after mending the cause, `local-runner dead-letters --retry --all`.")
        }
    }

    /// nil: nothing is to be said of it.
    static func history(_ queue: QueueState) -> CheckLine? {
        guard case .counts(_, _, let owed) = queue, owed > 0 else { return nil }
        return .fault(
            "history", "\(owed) erasures could not be done in the history yet",
            fix: "See in the log why; where the file is broken, start the runner again: it begins a new one.")
    }

    static func leftHistory(_ path: String) -> CheckLine {
        .warning(
            "history",
            "\(path) is left from before QUEUE_URL: nothing takes out of it what is too old, nor what is erased of customers",
            fix: "Delete it once nobody needs it, and what else is named \(path)….")
    }

    /// - Parameter isOpen: Whether others may read the settings file.
    static func settings(_ path: String, isOpen: Bool) -> CheckLine {
        guard isOpen else { return .ok("settings", "\(path) is for its owner alone") }
        return .warning("settings", "\(path) holds secrets, and others may read it", fix: "chmod 600 \(path)")
    }
}

/// The functions' store, as the check finds it.
package enum StoreState: Sendable {
    case none
    case opens
    /// - Parameter isOnServer: Not on this machine.
    case unusable(String, isOnServer: Bool = false)
}

/// The runner's queue, as the check finds it.
package enum QueueState: Sendable {
    case none
    /// - Parameter isOnServer: Not on this machine.
    case unreadable(String, isOnServer: Bool = false)
    /// - Parameter owed: Erasures that the history does not know yet.
    case counts(waiting: Int, dead: Int, owed: Int = 0)
}
