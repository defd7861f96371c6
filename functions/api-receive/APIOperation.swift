/// What the AI side can ask for: the address after `{organization}`. What stands before it is the deployment's choice.
enum APIOperation: String {
    case replies
    case handoffs
    case turns
    /// Its custom data.
    case session = "sessions/{id}"
    case control = "sessions/{id}/control"
    case erasures

    var method: String { self == .session ? "PATCH" : "POST" }
}
