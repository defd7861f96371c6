import Foundation
import HostCore
import HostDelivery
import RelayCore
import TestSupport
import Testing

@testable import SQSQueue

@Suite("Messages for SQS")
struct SQSBatchesTests {
    struct Row: NamedCase {
        let name: String
        let sizes: [Int]
        let batches: [Range<Int>]
    }

    @Test(
        "As many go together as SQS takes",
        arguments: [
            Row(name: "none", sizes: [], batches: []),
            Row(name: "one", sizes: [700], batches: [0..<1]),
            Row(name: "ten", sizes: Array(repeating: 700, count: 10), batches: [0..<10]),
            Row(name: "eleven", sizes: Array(repeating: 700, count: 11), batches: [0..<10, 10..<11]),
            Row(name: "exactly the bytes", sizes: [1_048_575, 1], batches: [0..<2]),
            Row(name: "a byte more", sizes: [1_048_575, 2, 5], batches: [0..<1, 1..<3]),
            Row(name: "large ones", sizes: [600_000, 600_000, 400_000], batches: [0..<1, 1..<3]),
            Row(name: "the largest first and last", sizes: [1_048_576, 1, 1_048_576], batches: [0..<1, 1..<2, 2..<3]),
        ])
    func split(_ row: Row) { #expect(SQSBatches.split(row.sizes) == row.batches) }

    struct Delay: NamedCase {
        let name: String
        /// From now, in seconds.
        let due: Double?
        let seconds: Int?
    }

    @Test(
        "A message is held back until its event is due, for as long as SQS can",
        arguments: [
            Delay(name: "at once", due: nil, seconds: nil), Delay(name: "overdue", due: -60, seconds: nil),
            Delay(name: "whole seconds, never too early", due: 1.5, seconds: 2),
            Delay(name: "the longest", due: 900, seconds: 900), Delay(name: "longer", due: 86_400, seconds: 900),
        ])
    func delay(_ row: Delay) {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let entry = SQSEntry(EncodedEvent(event("a", notBefore: row.due.map { now + $0 })), now: now)
        #expect(entry.json(id: "0")["DelaySeconds"]?.int == row.seconds)
        #expect(entry.json(id: "0")["MessageAttributes"] == nil)
    }

    @Test("Characters that SQS takes in no message are written otherwise, and stay what they are")
    func characters() throws {
        let said = RelayEvent(id: "a", source: "/s", type: "t", data: ["text": "a\u{FFFE}b\u{FFFF}c 😀 \u{0001}"])
        let entry = SQSEntry(EncodedEvent(said), now: .now)
        let isAllowed = entry.body.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{FFFE}" && $0 != "\u{FFFF}" }
        #expect(isAllowed)
        #expect(try JSON.parse(entry.body) == said.json)
    }

    struct Note: NamedCase {
        let name: String
        let tries: DeliveryTries
        let text: String?
    }

    @Test(
        "What a message says of earlier deliveries is read as it was written",
        arguments: [
            Note(name: "nothing", tries: DeliveryTries(), text: nil),
            Note(name: "faults", tries: DeliveryTries(faults: 2), text: #"{"faults":2}"#),
            Note(
                name: "a wait",
                tries: DeliveryTries(
                    wait: DeliveryWait(code: .rateLimited, since: Date(timeIntervalSince1970: 1_790_000_000), count: 7)),
                text: #"{"wait":{"code":"rate-limited","count":7,"since":"2026-09-21T14:13:20.000Z"}}"#),
        ])
    func note(_ row: Note) {
        #expect(MessageNote(tries: row.tries).text == row.text)
        #expect(MessageNote(row.text).tries == row.tries)
    }

    @Test(
        "A note that somebody else wrote counts for nothing",
        arguments: ["", "x", "[]", #"{"faults":-1}"#, #"{"wait":{"code":"x"}}"#])
    func foreign(_ text: String) { #expect(MessageNote(text).tries == DeliveryTries()) }
}
