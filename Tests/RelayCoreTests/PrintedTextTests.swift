import RelayCore
import TestSupport
import Testing

@Suite("What strangers wrote, where it is read line by line")
struct PrintedTextTests {
    struct Case: NamedCase {
        let name: String
        let text: String
        let line: String?
        let escaped: String
    }

    static let cases = [
        Case(name: "a plain name", text: "Zoë O’Neill", line: "Zoë O’Neill", escaped: "Zoë O’Neill"),
        Case(
            name: "a name of two lines", text: "Casey\r\nPriority: HIGH", line: "Casey Priority: HIGH",
            escaped: #"Casey\u000d\u000aPriority: HIGH"#),
        Case(
            name: "lines that only Unicode knows", text: "a\u{2028}b\u{2029}c\u{85}d", line: "a b c d",
            escaped: #"a\u2028b\u2029c\u0085d"#),
        Case(name: "marks of direction", text: "\u{202E}evil\u{2066}\u{200F}", line: "evil", escaped: #"\u202eevil\u2066\u200f"#),
        Case(
            name: "a terminal's commands", text: "\u{1B}[2Jx\u{9B}m\u{7F}", line: "[2Jx m", escaped: #"\u001b[2Jx\u009bm\u007f"#),
        Case(name: "white space around and between", text: "  a \t b ", line: "a b", escaped: #"  a \u0009 b "#),
        Case(name: "Arabic, Hebrew, joined emoji", text: "مرحبا שלום 👩‍👩‍👧", line: "مرحبا שלום 👩‍👩‍👧", escaped: "مرحبا שלום 👩‍👩‍👧"),
        Case(name: "nothing visible", text: "\u{0}\n\u{202E}", line: nil, escaped: #"\u0000\u000a\u202e"#),
    ]

    @Test("A name is one line, and a terminal sees every character that it would obey", arguments: cases)
    func printed(_ row: Case) {
        #expect(PrintedText.line(row.text) == row.line)
        #expect(PrintedText.escaped(row.text) == row.escaped)
        #expect(PrintedText.isPlain(row.text) == (row.escaped == row.text))
    }

    @Test("JSON says the same with every such character as its number", arguments: cases)
    func json(_ row: Case) throws {
        let json: JSON = ["text": .string(row.text), row.text: 1]
        let printed = PrintedText.json(json)
        #expect(PrintedText.isPlain(printed))
        #expect(try JSON.parse(printed) == json)
    }

    @Test("A message's names and subject are one line, and an address of two lines is none")
    func message() throws {
        let message = try ThreadMessage(json: [
            "id": "m1", "subject": "Order\nBcc: all@example.com", "attachments": [["type": "FILE", "name": "a\nb.pdf"]],
            "senders": [
                [
                    "name": "Casey\nReason: none\u{202E}",
                    "deliveryIdentifiers": [
                        ["type": "HS_EMAIL_ADDRESS", "value": "casey@example.com\r\nBcc: all@example.com"],
                        ["type": "HS_EMAIL_ADDRESS", "value": "casey@example.com"],
                        ["type": "HS_PHONE_NUMBER", "value": "+1-555-0100\nx"],
                    ],
                ]
            ],
        ])
        #expect(message.subject == "Order Bcc: all@example.com")
        #expect(message.senders.first?.name == "Casey Reason: none")
        #expect(message.senderAddress == "casey@example.com")
        #expect(message.senderPhone == nil)
        #expect(message.attachmentNames == ["a b.pdf"])
    }

    @Test(
        "An id stays one segment of a path",
        arguments: [
            ("3624100517", true), ("b526aef1a341cfe6e5c377ed4c222888", true), ("V-552100", true), ("ses_8d1f0e", true),
            ("a.b", true), ("..", false), (".", false), ("...", false), ("", false), ("../..", false), ("a/b", false),
            ("a?b", false), ("a#b", false), ("%2e%2e", false), ("a b", false), ("a\nb", false), ("ä", false),
            (String(repeating: "1", count: 200), true), (String(repeating: "1", count: 201), false),
        ])
    func id(_ text: String, _ isValid: Bool) throws {
        let reader = try ObjectReader(["threadId": .string(text)], path: "data")
        if isValid {
            #expect(try reader.id("threadId") == text)
        } else {
            let error = #expect(throws: FieldError.self) { try reader.id("threadId") }
            #expect(error?.path == "data.threadId")
            #expect(error?.problem == (text.isEmpty ? "must not be empty" : "must be an id: \(Identifier.rule)"))
        }
    }
}
