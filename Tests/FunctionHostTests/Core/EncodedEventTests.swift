import Foundation
import RelayCore
import TestSupport
import Testing

@testable import HostCore

@Suite("Events as bytes")
struct EncodedEventTests {
    private static let plain = #"{"specversion":"1.0","id":"a","source":"/s","type":"t","data":{"b":[1,2.50,"\u00e4"]}}"#

    private func result(emitting events: String) throws -> InvocationResult {
        try InvocationResult(line: Array(#"{"status":"done","events":[\#(events)],"data":{"n":1}}"#.utf8))
    }

    @Test("What a function emitted is kept byte for byte")
    func bytes() throws {
        let result = try result(emitting: " \(Self.plain) , \(Self.plain)")
        #expect(result.events.map { String(decoding: $0.bytes, as: UTF8.self) } == [Self.plain, Self.plain])
        #expect(result.events[0].key == EventKey(organization: nil, source: "/s", id: "a"))
        #expect(result.events[0].type == "t")
        #expect(result.data == ["n": 1])
    }

    @Test(
        "What a function says of a delivery is dropped: that is the queue's to say",
        arguments: [#""attempt":3"#, #""lastattempt":true"#, #""waitingsince":"2026-01-31T09:30:00Z""#])
    func facts(_ member: String) throws {
        let text = #"{\#(member),"notbefore":"2026-01-31T09:30:00Z",\#(Self.plain.dropFirst())"#
        let event = try #require(try result(emitting: text).events.first)
        #expect(event.notBefore == Timestamp.parse("2026-01-31T09:30:00Z"))
        #expect(String(decoding: event.bytes, as: UTF8.self).contains(member) == false)
        #expect(event == EncodedEvent(try RelayEvent(json: JSON.parse(text))))
    }

    @Test("Names of members may be written with escapes")
    func escapedNames() throws {
        let result = try InvocationResult(
            line: Array(#"{"st\u0061tus":"done","\u0065vents":[\#(Self.plain.replacing("type", with: "t\\u0079pe"))]}"#.utf8))
        #expect(result.events.map(\.type) == ["t"])
    }

    @Test(
        "A worker's line is what the contract says",
        arguments: [
            DeliveryFacts(), DeliveryFacts(attempt: 2), DeliveryFacts(attempt: 4, isLast: true),
            DeliveryFacts(waitingSince: Date(timeIntervalSince1970: 1_789_999_000.25)),
            DeliveryFacts(attempt: 2, trace: .begun(unique: "a")),
        ])
    func envelope(_ facts: DeliveryFacts) throws {
        let event = try #require(try result(emitting: Self.plain).events.first)
        let deadline = Date(timeIntervalSince1970: 1_790_000_000)
        let line = event.envelope(facts, deadline: deadline)
        #expect(line.last == 0x0A)
        #expect(line.dropLast().contains(0x0A) == false)
        let input = try InvocationInput(line.dropLast())
        #expect(input.deadline == deadline)
        var expected = try event.decoded()
        (expected.attempt, expected.isLastAttempt, expected.waitingSince) = (facts.attempt, facts.isLast, facts.waitingSince)
        expected.traceParent = facts.trace?.traceParent ?? expected.traceParent
        #expect(input.event == expected)
    }

    struct Bad: NamedCase {
        let name: String
        let line: String
    }

    @Test(
        "A line that is no result is refused",
        arguments: [
            Bad(name: "nothing", line: ""), Bad(name: "no object", line: "[]"), Bad(name: "no end", line: #"{"status":"done""#),
            Bad(name: "something after it", line: #"{"status":"done"} x"#),
            Bad(name: "no status", line: #"{"events":[]}"#),
            Bad(name: "an unknown code", line: #"{"status":"failed","code":"x"}"#),
            Bad(name: "events that are none", line: #"{"status":"done","events":{}}"#),
            Bad(
                name: "an event without a type",
                line: #"{"status":"done","events":[{"specversion":"1.0","id":"a","source":"/s"}]}"#),
            Bad(
                name: "an event of another version",
                line: #"{"status":"done","events":[{"specversion":"2.0","id":"a","source":"/s","type":"t"}]}"#),
            Bad(
                name: "a time that is none",
                line: #"{"status":"done","events":[{"notbefore":"soon",\#(plain.dropFirst())]}"#),
            Bad(name: "bytes that are no text", line: "{\"status\":\"done\",\"message\":\"\u{0}\"}"),
            Bad(name: "an event with broken data", line: #"{"status":"done","events":[\#(plain.dropLast(2))01}}]}"#),
            Bad(name: "a wrong escape", line: #"{"status":"done","events":[\#(plain.replacing("u00e4", with: "x"))]}"#),
        ])
    func noResult(_ bad: Bad) {
        #expect(throws: (any Error).self) { try InvocationResult(line: Array(bad.line.utf8)) }
    }

    @Test(
        "The scanner takes what the parser takes, and nothing else",
        arguments: [
            "null", "true", "false", "0", "-0", "10.5e+3", "1E9", "-", "01", "1.", ".5", "1e", "+1", "nul", "tru", "\"\"",
            "\"a\\n\"", "\"\\u00e4\"",
            "\"\\u00g4\"", "\"\\x\"", "\"\u{1}\"", "\"a", "[]", "[1,2]", "[1,]", "[,1]", "[1 2]", "{}", "{\"a\":1}", "{\"a\":1,}",
            "{a:1}", "{\"a\" : [ ] }",
            " 1 ", "1 1", "", " ", String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
            String(repeating: "[", count: 65) + String(repeating: "]", count: 65), "\u{FEFF}1", "\"\u{1F600}\"",
        ])
    func scanner(_ text: String) {
        func scans() throws {
            try JSONScanner.scan(Array(text.utf8)) { scanner in try scanner.skip() }
        }
        #expect(((try? scans()) != nil) == ((try? JSON.parse(text)) != nil))
    }
}
