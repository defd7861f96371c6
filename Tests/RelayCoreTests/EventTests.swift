import FoundationEssentials
import RelayCore
import TestSupport
import Testing

/// One event of a type, as it stands in the fixture.
struct EventRow: NamedCase {
    let name: String
    let type: String
    let data: JSON
    /// What makes it one fact; `cause` where nothing in it does.
    let id: String
    /// Fields that are refused when they are left out.
    let required: [String]

    static var all: [EventRow] {
        get throws {
            try FixtureFile("events", in: .module).rows(keys: ["type", "data", "id", "required"]) { row in
                EventRow(
                    name: try row.string("name"), type: try row.string("type"), data: try row.json("data"),
                    id: try row.string("id"), required: try row.strings("required"))
            }
        }
    }

    func payload(_ data: JSON) throws -> any EventPayload {
        let type = try #require(EventCatalog.ours.first { $0.type == self.type }, "no such type")
        return try type.init(
            RelayEvent(id: "e-1", source: "/t", type: self.type, data: data, notBefore: Date(timeIntervalSince1970: 9)))
    }
}

@Suite("Events: every type reads what it writes")
struct EventTests {
    @Test("Fields that are read and written again are the same", arguments: try EventRow.all)
    func roundTrip(_ row: EventRow) throws {
        let payload = try row.payload(row.data)
        #expect(payload.data == row.data)
        #expect(payload.factID(orElse: "cause") == row.id)
    }

    @Test("A required field that is left out is named", arguments: try EventRow.all)
    func required(_ row: EventRow) throws {
        for name in row.required {
            var members = try #require(row.data.object)
            members[name] = nil
            let error = #expect(throws: FieldError.self) { try row.payload(.object(members)) }
            #expect(error?.path == "data.\(name)")
        }
    }

    struct Limit: NamedCase {
        let name: String
        let type: any EventPayload.Type
        let others: [String: JSON]
        let field: String
        let bytes: Int

        func read(_ bytes: Int) throws {
            var members = JSONObject(others)
            members[field] = .string(String(repeating: "a", count: bytes))
            _ = try type.init(RelayEvent(id: "1", source: "/test", type: type.type, data: .object(members)))
        }
    }

    @Test(
        "A text that would take too long to render is refused",
        arguments: [
            Limit(
                name: "the AI's answer", type: AIReplyEvent.self, others: ["threadId": "7"], field: "text",
                bytes: AIReplyEvent.byteLimit),
            Limit(
                name: "a text to sign", type: SignatureRenderEvent.self, others: ["from": "a@shop.example"], field: "text",
                bytes: SignatureRenderEvent.byteLimit),
            Limit(
                name: "HTML to sign", type: SignatureRenderEvent.self, others: ["from": "a@shop.example"], field: "html",
                bytes: SignatureRenderEvent.byteLimit),
        ])
    func limit(_ row: Limit) throws {
        try row.read(row.bytes)
        let error = #expect(throws: FieldError.self) { try row.read(row.bytes + 1) }
        #expect(error?.path == "data.\(row.field)")
    }

    @Test("The fixture has every field that the type describes, and no other; required ones are required")
    func described() throws {
        let rows = try EventRow.all
        for type in EventCatalog.ours {
            let mine = rows.filter { $0.type == type.type }
            #expect(!mine.isEmpty, "\(type.type) has no row")
            let used = Set(mine.flatMap { ($0.data.object ?? [:]).keys })
            #expect(used == Set(type.description.fields.map(\.name)), "\(type.type)")
            let required = type.description.fields.filter(\.isRequired).map(\.name)
            #expect(mine.allSatisfy { Set($0.required) == Set(required) }, "\(type.type)")
        }
    }

    @Test("What follows carries organization, cause and trace; a deliberate repeat has an id of its own")
    func following() throws {
        let cause = RelayEvent(
            id: "c-1", source: "/t", type: "t", data: [:], organization: "acme",
            traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        let turn = ConversationTurnEvent(threadID: "7", messageID: "m1", due: Date(timeIntervalSince1970: 60))
        let event = cause.following(turn)
        #expect(event.id == "turn:7:m1" && event.source == "/relay/acme" && event.organization == "acme")
        #expect(event.causationID == "c-1" && event.traceParent == cause.traceParent && event.subject == "7")
        #expect(event.notBefore == Date(timeIntervalSince1970: 60))
        #expect(!event.isRepeat(of: turn))
        let again = cause.following(turn, isRepeat: true)
        #expect(again.id == "turn:7:m1:\(ShortHash.of("c-1"))" && again.isRepeat(of: turn))
    }

    @Test("A message's turn has one id and one time, whoever gives it")
    func turn() throws {
        let message = try ThreadMessage(json: [
            "id": "m1", "type": "MESSAGE", "createdAt": "2026-02-02T10:00:00Z", "channelId": "1002",
        ])
        let delays = ConversationTurnEvent.Delays(email: 5, chat: 1)
        let written = try #require(Timestamp.parse("2026-02-02T10:00:00Z"))
        let soon = ConversationTurnEvent(on: message, threadID: "7", delays: delays, now: written + 1)
        #expect(soon.notBefore == written + 5)
        // Later than it was due: at once, and never in the past.
        let late = ConversationTurnEvent(on: message, threadID: "7", delays: delays, now: written + 60)
        #expect(late.notBefore == written + 60)
    }
}
