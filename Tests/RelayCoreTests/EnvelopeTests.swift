import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@Suite("What is kept of a message beside its text")
struct EnvelopeTests {
    struct Row: NamedCase {
        let name: String
        let message: ThreadMessage

        static func load() throws -> [Row] {
            try FixtureFile("envelopes", in: .module).rows(keys: ["message"]) { row in
                Row(name: try row.string("name"), message: try ThreadMessage(json: try row.json("message")))
            }
        }
    }

    @Test("A message read back from the timeline is the same, but for what only HubSpot can tell", arguments: try Row.load())
    func kept(_ row: Row) throws {
        let entry = TimelineEntry(
            id: row.message.id, role: .customer, text: row.message.text, createdAt: row.message.createdAt,
            envelope: row.message.envelope)
        #expect(!row.message.envelope.canonical.contains(row.message.text))
        var expected = row.message
        expected.richText = nil
        expected.attachments = []
        expected.deliveryStatus = nil
        expected.truncationStatus = nil
        #expect(ThreadMessage(entry) == expected)
    }

    @Test("An entry that is of no thread has none")
    func none() {
        #expect(ThreadMessage(TimelineEntry(id: "note:1", role: .note, text: "A note", createdAt: .distantPast)) == nil)
    }
}
