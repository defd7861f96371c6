import RelayCore
import TestSupport
import Testing

@Suite("Reading JSON")
struct JSONParsingTests {
    struct Accepted: NamedCase {
        let name: String
        let text: String
        let canonical: String

        init(_ name: String, _ text: String, _ canonical: String) {
            self.name = name
            self.text = text
            self.canonical = canonical
        }
    }

    private static let marks = 30

    /// A letter and so many accents, as JSON.
    private static func marked(_ letter: String, _ count: Int) -> String {
        "\"\(letter)\(String(repeating: "\u{301}", count: count))\""
    }

    static let accepted = [
        Accepted("words", "[true,false,null]", "[true,false,null]"),
        Accepted("white space everywhere", " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } }\n", #"{"a":[1,2],"b":{}}"#),
        Accepted("a number alone", "-0", "-0"),
        Accepted("the digits of numbers", "[-0.10,1e400,1E+2,12345678901234567890]", "[-0.10,1e400,1E+2,12345678901234567890]"),
        Accepted("keys by their bytes", #"{"b":1,"a":2,"B":3,"ä":4,"":5,"aa":6}"#, #"{"":5,"B":3,"a":2,"aa":6,"b":1,"ä":4}"#),
        Accepted("of equal keys the last one", #"{"a":1,"b":2,"a":3,"a":4}"#, #"{"a":4,"b":2}"#),
        Accepted("equal keys, one of them escaped", #"{"a":1,"\u0061":2}"#, #"{"a":2}"#),
        Accepted(
            "keys that share more than eight bytes", #"{"messageType":1,"messageId":2,"message":3}"#,
            #"{"message":3,"messageId":2,"messageType":1}"#),
        Accepted("keys that differ by a zero", #"{"a\u0000":1,"a":2}"#, #"{"a":2,"a\u0000":1}"#),
        Accepted("keys that Unicode takes for equivalent", "{\"e\u{301}\":1,\"\u{E9}\":2}", "{\"e\u{301}\":1,\"\u{E9}\":2}"),
        Accepted("escapes", #""\"\\\/\b\f\n\r\t\u0001\u00fC""#, #""\"\\/\b\f\n\r\t\u0001ü""#),
        Accepted(
            "text after an escape, longer than a machine word", #""\n12345678901234567890\"x""#, #""\n12345678901234567890\"x""#),
        Accepted("a pair of surrogates", #""\ud83d\ude00""#, "\"\u{1F600}\""),
        Accepted("a high surrogate alone", #""\ud83d""#, "\"\u{FFFD}\""),
        Accepted("a high surrogate and a letter", #""\ud83dA""#, "\"\u{FFFD}A\""),
        Accepted("a high surrogate and another escape", #""\ud83d\n""#, "\"\u{FFFD}\\n\""),
        Accepted("two high surrogates, and the low one of the second", #""\ud83d\ud83d\ude00""#, "\"\u{FFFD}\u{1F600}\""),
        Accepted("a low surrogate alone", #""\ude00""#, "\"\u{FFFD}\""),
        Accepted("text of two, three and four bytes", "\"ü€\u{1F600}\"", "\"ü€\u{1F600}\""),
        Accepted("the delete character, and the last of two bytes", "\"\u{7F}\u{7FF}\"", "\"\u{7F}\u{7FF}\""),
        Accepted("as many marks as are allowed", marked("a", JSONParsingTests.marks), marked("a", JSONParsingTests.marks)),
        Accepted(
            "more marks than that, between letters", "[\(marked("a", 31)),\(marked("b", 999))]",
            "[\(marked("a", 30)),\(marked("b", 30))]"),
        Accepted(
            "more marks than that, escaped", #""a\#(String(repeating: #"\u0301\u0323"#, count: 500))""#,
            "\"a\(String(repeating: "\u{301}\u{323}", count: 15))\""),
        Accepted("more marks than that in a key", "{\(marked("a", 31)):1}", "{\(marked("a", 30)):1}"),
        Accepted("as deep as is allowed", nested(JSON.depthLimit), nested(JSON.depthLimit)),
    ]

    @Test("What is JSON, and its canonical form", arguments: accepted)
    func accept(_ test: Accepted) throws {
        let value = try JSON.parse(test.text)
        #expect(value.canonical == test.canonical)
        #expect(try JSON.parse(value.canonicalBytes) == value)
    }

    struct Refused: NamedCase {
        let name: String
        let bytes: [UInt8]
        let problem: JSONParseError.Problem
        let offset: Int

        init(_ text: String, _ problem: JSONParseError.Problem, _ offset: Int) {
            self.init(text, Array(text.utf8), problem, offset)
        }

        init(_ name: String, _ bytes: [UInt8], _ problem: JSONParseError.Problem, _ offset: Int) {
            self.name = name
            self.bytes = bytes
            self.problem = problem
            self.offset = offset
        }
    }

    static let refused = [
        Refused("nothing", [], .empty, 0), Refused("  ", .empty, 2),
        Refused("tru", .unexpectedEnd, 3), Refused("trux", .unexpectedByte, 3), Refused("True", .unexpectedByte, 0),
        Refused("NaN", .unexpectedByte, 0), Refused("+1", .unexpectedByte, 0), Refused(".5", .unexpectedByte, 0),
        Refused("01", .trailingBytes, 1), Refused("1.", .unexpectedEnd, 2), Refused("1.x", .badNumber, 2),
        Refused("-", .unexpectedEnd, 1), Refused("-x", .badNumber, 1), Refused("1e", .unexpectedEnd, 2),
        Refused("1e+", .unexpectedEnd, 3), Refused("1ex", .badNumber, 2), Refused("1 2", .trailingBytes, 2),
        Refused("[", .unexpectedEnd, 1), Refused("[1", .unexpectedEnd, 2), Refused("[1,]", .unexpectedByte, 3),
        Refused("[1 2]", .unexpectedByte, 3), Refused("[1}", .unexpectedByte, 2), Refused("]", .unexpectedByte, 0),
        Refused("{", .unexpectedEnd, 1), Refused("{1:2}", .unexpectedByte, 1), Refused(#"{"a"}"#, .unexpectedByte, 4),
        Refused(#"{"a":}"#, .unexpectedByte, 5), Refused(#"{"a":1,}"#, .unexpectedByte, 7),
        Refused(#"{"a":1"#, .unexpectedEnd, 6),
        Refused(#"""#, .unexpectedEnd, 1), Refused(#""abcdefghij"#, .unexpectedEnd, 11), Refused(#""\"#, .unexpectedEnd, 2),
        Refused(#""\x""#, .badEscape, 2), Refused(#""\u12""#, .badEscape, 5), Refused(#""\u12g4""#, .badEscape, 5),
        Refused(#""\u123"#, .unexpectedEnd, 6), Refused(#""\ud83d\u12""#, .badEscape, 11),
        Refused("a raw newline", Array("\"a\nb\"".utf8), .controlCharacter, 2),
        Refused("a raw zero behind eight others", Array("\"12345678\u{0}\"".utf8), .controlCharacter, 9),
        Refused("a raw tab behind an escape", Array("\"\\n\t\"".utf8), .controlCharacter, 3),
        Refused("not UTF-8", Array("\"".utf8) + [0xC3, 0x28] + Array("\"".utf8), .notUTF8, 0),
        Refused("not UTF-8, outside of a string and far behind", Array("[1,2,3,4,5,6]".utf8) + [0xFF], .notUTF8, 0),
        Refused("a surrogate in UTF-8", Array("\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"".utf8), .notUTF8, 0),
        Refused("more values than are allowed", Array(zeros(JSON.valueLimit).utf8), .tooMany, 2 * JSON.valueLimit - 1),
        Refused("deeper than is allowed", Array(nested(JSON.depthLimit + 1).utf8), .tooDeep, JSON.depthLimit),
    ]

    @Test("What is not JSON, and where", arguments: refused)
    func refuse(_ test: Refused) {
        let error = #expect(throws: JSONParseError.self) { try JSON.parse(test.bytes) }
        #expect(error?.problem == test.problem)
        #expect(error?.offset == test.offset)
    }

    /// An array of so many.
    private static func zeros(_ count: Int) -> String { "[0" + String(repeating: ",0", count: count - 1) + "]" }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
