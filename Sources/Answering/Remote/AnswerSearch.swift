import RelayCore

/// Finds the answer in what a model said. Models think aloud, repeat the form that they were told, and put words or a fence of code
/// around their answer: the last complete object that is an action counts.
enum AnswerSearch {
    /// How many bytes are looked at in search of the ends of objects, however often a brace begins none.
    private static let effort = 8 * 1024 * 1024

    static func action(in text: String) throws(AnswerError) -> AnswerAction {
        if let whole = LenientJSON.parse(text) {
            // Some put the JSON into a string once more.
            if let inner = whole.string, LenientJSON.parse(inner)?.object != nil { return try action(in: inner) }
            if let action = try? AnswerDocument.action(of: whole, isLenient: true) { return action }
        }
        return try lastAction(in: Array(Thinking.removed(from: text).utf8))
    }

    private static func lastAction(in bytes: [UInt8]) throws(AnswerError) -> AnswerAction {
        var found: AnswerAction?
        var problem: AnswerError?
        var start = 0
        var left = effort
        while let open = bytes[start...].firstIndex(of: UInt8(ascii: "{")), left > 0 {
            start = open + 1
            let end = Self.end(of: bytes, from: open)
            left -= (end ?? bytes.count) - open
            guard let end, let json = LenientJSON.parse(bytes[open..<end]) else { continue }
            do throws(AnswerError) {
                found = try AnswerDocument.action(of: json, isLenient: true)
                start = end
            } catch {
                // What an object within an action lacks is not what is wrong.
                if problem == nil || json["action"] != nil { problem = error }
            }
        }
        guard let found else { throw problem ?? AnswerError("the answer contains no JSON object") }
        return found
    }

    /// Behind the brace that closes the one at `open`; braces in strings do not count.
    private static func end(of bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        var isString = false
        var isEscaped = false
        for index in open..<bytes.count {
            switch bytes[index] {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isString: isEscaped = true
            case UInt8(ascii: "\""): isString.toggle()
            case UInt8(ascii: "{") where !isString: depth += 1
            case UInt8(ascii: "}") where !isString:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        return nil
    }
}
