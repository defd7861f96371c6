import RelayCore
import TestSupport

/// An AI at the end of a line: answers with the marks of what it was asked, and hands over what asks for a person.
enum MarkEngine {
    static func server() throws -> LoopbackServer {
        try LoopbackServer { request in
            let texts = ((try? JSON.parse(request.body))?["messages"]?.array ?? []).compactMap { $0["text"]?.string }
            let marks = texts.flatMap(\.marks).joined(separator: " ")
            let asksForPerson = texts.contains { $0.hasPrefix("A person") }
            let answer: JSON =
                asksForPerson
                ? [
                    "action": "handoff", "reason": "Asks for a person", "summary": .string("Asked: \(marks)"),
                    "reply": .string("\(StormBooks.closingLine) \(marks)"),
                ] : ["action": "reply", "text": .string("Answer to \(marks)")]
            return .answer(headers: "Content-Type: application/json\r\n", answer.canonical)
        }
    }
}
