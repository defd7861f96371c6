/// libpq's words on why there is no connection, for a log: without the names that it quotes (hosts, users, databases) and addresses.
enum ConnectionFailure {
    static func words(_ message: String) -> String {
        let line = message.split(separator: "\n").first.map(String.init) ?? "no reason is given"
        return
            line
            .replacing(/"[^"]*("|$)/, with: "“…”")
            .replacing(/\((?:[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\)/, with: "(…)")
            .replacing(/on socket “…”/, with: "on a socket")
    }
}
