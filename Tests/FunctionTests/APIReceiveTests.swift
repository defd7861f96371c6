import RelayCore
import TestSupport
import Testing

@Suite("What a request of the AI side asks for")
struct APIReceiveTests {
    // MARK: Taken

    struct Taken: NamedCase {
        let name: String
        var method = "POST"
        let address: String
        let body: String
        let type: String
        /// nil: the body as it is.
        var data: JSON?
        var subject: String? = "7"
    }

    static let taken = [
        Taken(
            name: "a reply", address: "replies",
            body: #"{"threadId":"7","inReplyTo":"m2","text":" It *left*. ","language":"en","sentiment":"Neutral"}"#,
            type: AIReplyEvent.type,
            data: [
                "action": "reply", "threadId": "7", "inReplyTo": "m2", "text": "It *left*.", "language": "en",
                "sentiment": "neutral",
            ]),
        Taken(
            name: "a person's reply to a session", address: "replies",
            body: #"{"action":"reply","sessionId":"ses_1","text":"Hello","senderUserId":"A-51"}"#, type: AIReplyEvent.type,
            data: ["action": "reply", "sessionId": "ses_1", "text": "Hello", "senderUserId": "51"], subject: "ses_1"),
        Taken(
            name: "a number as id, null as left out", address: "replies",
            body: #"{"threadId":7,"inReplyTo":null,"text":"Hello","language":null}"#, type: AIReplyEvent.type,
            data: ["action": "reply", "threadId": "7", "text": "Hello"]),
        Taken(
            name: "silence", address: "replies", body: #"{"action":"none","threadId":"7","inReplyTo":"m2"}"#,
            type: AINoneEvent.type, data: ["action": "none", "threadId": "7", "inReplyTo": "m2", "reason": ""]),
        Taken(
            name: "a handoff as an engine writes it", address: "replies",
            body: #"{"action":"handoff","threadId":"7","reason":"Refund","summary":"Late","reply":"Soon."}"#,
            type: AIHandoffEvent.type),
        Taken(
            name: "a handoff", address: "handoffs",
            body:
                #"{"threadId":"7","inReplyTo":"m2","key":"k","reason":"Refund","sentiment":"angry","language":"de-AT","contact":{"name":"Jo"}}"#,
            type: AIHandoffEvent.type,
            data: [
                "action": "handoff", "threadId": "7", "inReplyTo": "m2", "key": "k", "reason": "Refund", "summary": "",
                "sentiment": "angry", "language": "de-AT", "contact": ["name": "Jo"],
            ]),
        Taken(
            name: "a handoff of a conversation that HubSpot has not", address: "handoffs",
            body:
                #"{"action":"handoff","conversationId":"c-1","reason":"Refund","summary":"Late","channel":"chat","contact":{"email":"jo@example.com","phone":"+1-555-0100","name":"Jo"},"transcript":[{"role":"customer","text":"Hi","at":"2026-02-02T10:00:00.000Z"},{"role":"ai","text":"Hello"}]}"#,
            type: AIHandoffEvent.type, subject: "c-1"),
        Taken(
            name: "a turn", address: "turns", body: #"{"threadId":"7","messageId":"m2"}"#, type: ConversationTurnEvent.type),
        Taken(
            name: "custom data", method: "PATCH", address: "sessions/ses_1",
            body: #"{"customData":{"plan":"gold","seats":5,"vip":true,"note":null}}"#, type: SessionUpdateEvent.type,
            data: ["sessionId": "ses_1", "customData": ["plan": "gold", "seats": "5", "vip": "true", "note": nil]],
            subject: "ses_1"),
        Taken(
            name: "pause", address: "sessions/ses_1/control", body: #"{"action":"pause"}"#, type: SessionControlEvent.type,
            data: ["sessionId": "ses_1", "action": "pause"], subject: "ses_1"),
        Taken(
            name: "close", address: "sessions/ses_1/control", body: #"{"action":"close"}"#, type: SessionControlEvent.type,
            data: ["sessionId": "ses_1", "action": "close"], subject: "ses_1"),
        Taken(
            name: "erase a thread", address: "erasures", body: #"{"threadId":"7"}"#, type: SessionDeleteEvent.type,
            subject: nil),
        Taken(
            name: "erase an address", address: "erasures", body: #"{"email":"jo@example.com"}"#,
            type: SessionDeleteEvent.type, subject: nil),
        Taken(
            name: "erase what is old", address: "erasures", body: #"{"olderThanDays":365}"#, type: SessionDeleteEvent.type,
            subject: nil),
    ]

    @Test("Each route makes its event, which its own type reads", arguments: taken)
    func takes(_ row: Taken) throws {
        let result = try APIRequest(method: row.method, address: row.address, body: row.body.bytes).result()
        try #require(result.status == .done, "\(result.line)")
        let event = try #require(result.events.first)
        #expect(result.events.count == 1)
        #expect(result.response?.statusCode == 202)
        #expect(result.response?.body == #"{"eventId":"\#(event.id)"}"#)
        #expect(event.type == row.type && event.organization == "north" && event.source == "/relay/north")
        #expect(event.causationID == "http-1" && event.time == Timestamp.rfc3339(APIRequest.now) && event.notBefore == nil)
        #expect(event.subject == row.subject)
        let expected = try row.data ?? JSON.parse(row.body)
        #expect(event.data.merging(["action"], of: expected) == expected)
        // As the host writes it and the function behind it reads it.
        let type = try #require(EventCatalog.ours.first { $0.type == event.type })
        #expect(try type.init(RelayEvent(json: event.json)).data == event.data)
    }

    // MARK: Bad fields

    struct Bad: NamedCase {
        var name: String { "\(address) \(message)" }
        var method = "POST"
        var address = "replies"
        let body: String
        var code = ReasonCode.badField
        let message: String
    }

    private static let long = String(repeating: "x", count: 8001)
    /// One character to Swift.
    private static let joined = String(repeating: "\u{1F469}\u{200D}", count: 4001)

    static let bad = [
        Bad(body: "", code: .notJSON, message: "the body is not JSON: the input is empty at byte 0"),
        Bad(body: "[]", code: .notAnObject, message: "the body must be an object, not an array"),
        Bad(body: "{}", message: "text is missing"),
        Bad(body: #"{"text":"Hi"}"#, message: "threadId is missing, and so is sessionId"),
        Bad(body: #"{"threadId":"7","text":" "}"#, message: "text must not be empty"),
        Bad(body: #"{"threadId":"7","text":5}"#, message: "text must be a string, not a number"),
        Bad(body: #"{"threadId":"7","text":"\#(long)"}"#, message: "text must not be longer than 8000 characters"),
        Bad(body: #"{"threadId":"7","text":"\#(joined)"}"#, message: "text must not be longer than 8000 characters"),
        Bad(body: #"{"threadId":true,"text":"Hi"}"#, message: "threadId must be an id: a string or a whole number"),
        Bad(
            body: #"{"threadId":"..","text":"Hi"}"#,
            message: "threadId must be an id: letters, digits and -_.:@+=~|, at most 200 and not dots alone"),
        Bad(
            body: #"{"threadId":"7","inReplyTo":"../8","text":"Hi"}"#,
            message: "inReplyTo must be an id: letters, digits and -_.:@+=~|, at most 200 and not dots alone"),
        Bad(
            address: "handoffs", body: #"{"reason":"x","contact":{"email":"jo\r\nBcc: all@example.com"}}"#,
            message: "contact.email must not contain control characters"),
        Bad(body: #"{"threadId":"7","text":"Hi","inreplyto":"m"}"#, message: "inreplyto is no field of this request"),
        Bad(body: #"{"threadId":"7","text":"Hi","reason":"why"}"#, message: "reason is no field of this request"),
        Bad(
            body: #"{"threadId":"7","text":"Hi","language":"Klingon!"}"#, message: "language must be a BCP 47 tag, as en or pt-BR"
        ),
        Bad(body: #"{"threadId":"7","text":"Hi","sentiment":"<b>"}"#, message: "sentiment must be a word or two"),
        Bad(body: #"{"threadId":"7","text":"Hi","action":"sing"}"#, message: "action must be reply, handoff or none"),
        Bad(body: #"{"threadId":"7","text":"Hi","action":5}"#, message: "action must be a string, not a number"),
        Bad(body: #"{"threadId":"7","action":"none"}"#, message: "inReplyTo is missing"),
        Bad(body: #"{"inReplyTo":"m","action":"none"}"#, message: "threadId is missing"),
        Bad(body: #"{"threadId":"7","inReplyTo":"m","action":"none","text":"Hi"}"#, message: "text is no field of this request"),
        Bad(address: "handoffs", body: #"{"threadId":"7"}"#, message: "reason is missing"),
        Bad(
            address: "handoffs", body: #"{"threadId":"7","reason":"\#(long)"}"#,
            message: "reason must not be longer than 500 characters"),
        Bad(
            address: "handoffs", body: #"{"reason":"Refund"}"#,
            message: "threadId is missing, and so are sessionId and an inline conversation"),
        Bad(address: "handoffs", body: #"{"threadId":"7","reason":"R","action":"reply"}"#, message: "action must be handoff"),
        Bad(
            address: "handoffs", body: #"{"threadId":"7","reason":"R","contact":{"emial":"jo@example.com"}}"#,
            message: "contact.emial is no field of this request"),
        Bad(
            address: "handoffs",
            body: #"{"conversationId":"7","reason":"R","transcript":[{"role":"ai","text":"a"},{"role":"ai"}]}"#,
            message: "transcript[1].text is missing"),
        Bad(
            address: "handoffs", body: #"{"conversationId":"7","reason":"R","transcript":[{"role":"ai","text":"a","time":"x"}]}"#,
            message: "transcript[0].time is no field of this request"),
        Bad(
            address: "handoffs", body: #"{"threadId":"7","reason":"R","channel":"chat"}"#,
            message: "channel is only allowed without threadId"),
        Bad(address: "turns", body: #"{"threadId":"7"}"#, message: "messageId is missing"),
        Bad(
            address: "turns", body: #"{"threadId":"7","messageId":"m","text":"Hi"}"#, message: "text is no field of this request"),
        Bad(method: "PATCH", address: "sessions/ses_1", body: "{}", message: "customData is missing"),
        Bad(method: "PATCH", address: "sessions/ses_1", body: #"{"customData":{}}"#, message: "customData must not be empty"),
        Bad(
            method: "PATCH", address: "sessions/ses_1", body: #"{"customData":{"plan":[]}}"#,
            message: "customData.plan must be a string, a number, a boolean or null"),
        Bad(
            method: "PATCH", address: "sessions/ses_1", body: #"{"customData":{"plan":"x"},"sessionId":"ses_2"}"#,
            message: "sessionId is no field of this request"),
        Bad(address: "sessions/ses_1/control", body: #"{"action":"dance"}"#, message: "action must be pause, resume or close"),
        Bad(
            address: "sessions/ses_1/control", body: #"{"action":"pause","threadId":"7"}"#,
            message: "threadId is no field of this request"),
        Bad(
            address: "erasures", body: "{}",
            message:
                "threadId is missing: give exactly one of threadId, sessionId, contactId, email, olderThanDays"),
        Bad(
            address: "erasures", body: #"{"threadId":"7","email":"jo@example.com"}"#,
            message: "email is one too many: give exactly one of threadId, sessionId, contactId, email, olderThanDays"),
        Bad(address: "erasures", body: #"{"olderThanDays":0}"#, message: "olderThanDays must be from 1 to 36500"),
        Bad(address: "erasures", body: #"{"olderThanDays":1.5}"#, message: "olderThanDays must be a whole number"),
        Bad(
            address: "erasures", body: #"{"sessionId":"ses_1","erasedAt":"2026-02-02T10:00:00Z"}"#,
            message: "erasedAt is no field of this request"),
    ]

    @Test("A bad field is named, its value is not repeated, and nothing is queued", arguments: bad)
    func refuses(_ row: Bad) throws {
        let result = try APIRequest(method: row.method, address: row.address, body: row.body.bytes).result()
        #expect(result.status == .failed && result.code == row.code && result.message == row.message)
        #expect(result.events.isEmpty)
        #expect(result.response?.statusCode == 400)
        let body: JSON = ["code": .string(row.code.rawValue), "message": .string(row.message)]
        #expect(result.response?.body == body.canonical)
    }

    @Test("What is not UTF-8 is refused as such")
    func notUTF8() throws {
        let result = try APIRequest(body: [0x7B, 0xFF, 0x7D]).result()
        #expect(result.response?.statusCode == 400 && result.code == .notUTF8)
    }
}

extension JSON {
    /// Without these members, where the other object has not got them.
    fileprivate func merging(_ names: [String], of other: JSON) -> JSON {
        guard case .object(var members) = self else { return self }
        for name in names where other[name] == nil { members[name] = nil }
        return .object(members)
    }
}
