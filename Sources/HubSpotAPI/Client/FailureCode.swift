/// The codes in what HubSpot says of a message that it could not deliver. Its sentences may quote addresses and text.
struct FailureCode: Sendable {
    /// `MAILBOX_FULL`, `550 5.1.1`; at most three codes.
    let text: String

    /// nil where there is no code.
    init?(_ message: String) {
        let words = message.split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
        let codes = words.map { $0.last == "." ? $0.dropLast() : $0 }.filter(Self.isCode).prefix(3)
        guard !codes.isEmpty else { return nil }
        text = codes.joined(separator: " ")
    }

    private static func isCode(_ word: Substring) -> Bool {
        isConstant(word) || isReply(word) || isEnhancedStatus(word)
    }

    /// A name in capitals with at least one low line.
    private static func isConstant(_ word: Substring) -> Bool {
        word.utf8.count <= 60 && word.contains("_") && word.first?.isUppercase == true
            && word.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
    }

    /// A refusal of SMTP (RFC 5321, section 4.2.1).
    private static func isReply(_ word: Substring) -> Bool {
        word.count == 3 && word.allSatisfy(\.isNumber) && (word.first == "4" || word.first == "5")
    }

    /// `5.1.1` (RFC 3463).
    private static func isEnhancedStatus(_ word: Substring) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && (parts[0] == "4" || parts[0] == "5")
            && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(\.isNumber) }
    }
}
