import RelayCore

/// A function that a model calls. It is offered none; some answer this way all the same.
struct ToolCall {
    let name: String?
    /// JSON as text, as a rule.
    let arguments: String

    /// In the order of the message, in both forms that the API had.
    static func all(of message: JSON) -> [ToolCall] {
        let functions = (message["tool_calls"]?.array ?? []).compactMap { $0["function"] }
        return (functions + [message["function_call"]].compactMap(\.self)).compactMap(ToolCall.init)
    }

    private init?(_ function: JSON) {
        guard let arguments = function["arguments"] else { return nil }
        name = function["name"]?.string
        self.arguments = arguments.string ?? arguments.canonical
    }

    /// The arguments as an action; where they do not name it, the function's name does.
    var action: AnswerAction? {
        if let action = try? AnswerSearch.action(in: arguments) { return action }
        guard let name, var members = LenientJSON.parse(arguments)?.object, members["action"] == nil else { return nil }
        members["action"] = .string(name)
        return try? AnswerDocument.action(of: .object(members), isLenient: true)
    }
}
