import Foundation
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import Operations

@Suite("Doing an event again")
struct ReplayTests {
    private let folder: TemporaryFolder
    private let store: any StateStore
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("relay.sqlite")).store(of: "default")
    }

    @Test("It has an id of its own, and nothing of the former deliveries")
    func again() {
        let event = RelayEvent(
            id: "turn:7:m", source: "/s", type: "conversation.turn", data: ["threadId": "7"], organization: "acme", attempt: 3,
            isLastAttempt: true, waitingSince: now, notBefore: now + 60, causationID: "new")
        let again = Replay(event, ambient: TestClock().ambient).event
        #expect(again.id.hasPrefix("turn:7:m:again-"))
        #expect(again.causationID == "turn:7:m" && again.source == "/s" && again.organization == "acme")
        #expect(again.data == event.data && again.attempt == 0 && !again.isLastAttempt)
        #expect(again.notBefore == nil && again.waitingSince == nil)
        #expect(Replay(event, edited: ["threadId": "8"], ambient: TestClock().ambient).event.data == ["threadId": "8"])
    }

    @Test("What stands is said beforehand")
    func standing() async throws {
        func standing(_ type: String, _ data: JSON) async throws -> [String] {
            try await Replay.standing(RelayEvent(id: "e", source: "/s", type: type, data: data), in: store)
        }
        let turn: JSON = ["threadId": "7", "messageId": "m"]
        #expect(try await standing("conversation.turn", turn).isEmpty)
        _ = try await store.recordTurnOutcome(threadID: "7", messageID: "m", outcome: "{}", now: now)
        for (key, id) in [("reply:7:m", "ours"), ("comment:7:m", "note"), ("ticket:ses_1", "55")] {
            _ = try await store.startEffect(key: key, now: now)
            try await store.finishEffect(key: key, hubSpotID: id)
        }
        #expect(
            try await standing("conversation.turn", turn) == [
                "The AI is not asked again about message m: its first answer stands.",
                "The customer is not written to again: message ours stands.",
            ])
        #expect(
            try await standing("ai.reply", ["threadId": "7", "inReplyTo": "m"]) == [
                "The customer is not written to again: message ours stands."
            ])
        #expect(
            try await standing("ai.handoff", ["threadId": "7", "sessionId": "ses_1", "inReplyTo": "m"]) == [
                "The customer is not written to again: message ours stands.",
                "The colleague's comment is not written again: note stands.", "No second ticket is made: ticket 55 stands.",
            ])
        #expect(try await standing("hubspot.ticket.propertyChange", ["objectId": "55"]).isEmpty)
    }

    struct Standing: NamedCase {
        let name: String
        let type: String
        let data: JSON
        /// The key of what stands, with `SES` for the session and `INLINE` for that of a conversation without a thread.
        let key: String
        let says: String
    }

    /// What nothing but its event names stands for every repeat of the event, and not for one that writes anew.
    @Test(
        "What stands is said of a repeat, too",
        arguments: [
            Standing(
                name: "a reply that names no message", type: AIReplyEvent.type, data: ["threadId": "7", "text": "x"],
                key: "reply:7:e", says: "The customer is not written to again: message ours stands."),
            Standing(
                name: "a reply to a session", type: AIReplyEvent.type, data: ["sessionId": "SES", "text": "x"],
                key: "reply:7:e", says: "The customer is not written to again: message ours stands."),
            Standing(
                name: "a draft", type: AIReplyEvent.type, data: ["threadId": "7", "text": "x"], key: "draft:7:e",
                says: "The draft for the team is not written again: ours stands."),
            Standing(
                name: "a draft that is a note", type: AIReplyEvent.type, data: ["threadId": "7", "text": "x"],
                key: "note:draft:7:e", says: "The draft for the team is not written again: ours stands."),
            Standing(
                name: "a handoff", type: AIHandoffEvent.type, data: ["threadId": "7"], key: "comment:7:e",
                says: "The colleague's comment is not written again: ours stands."),
            Standing(
                name: "a handoff without a thread", type: AIHandoffEvent.type, data: ["transcript": []], key: "comment:INLINE:e",
                says: "The colleague's comment is not written again: ours stands."),
        ])
    func standsAgain(_ row: Standing) async throws {
        let session = SessionID.of(threadID: "7", organization: "default")
        _ = try await store.createSession(Session(id: session, threadID: "7", channel: .chat, createdAt: now, updatedAt: now))
        let inline = SessionID.of(conversation: "e", organization: "default")
        let key = row.key.replacing("INLINE", with: inline)
        _ = try await store.startEffect(key: key, now: now)
        try await store.finishEffect(key: key, hubSpotID: "ours")
        let data = row.data.canonical.replacing("SES", with: session)
        let event = RelayEvent(id: "e", source: "/s", type: row.type, data: try JSON.parse(data))
        let ambient = TestClock().ambient
        let again = Replay(event, ambient: ambient).event
        for event in [event, again, Replay(again, ambient: ambient).event] {
            #expect(try await Replay.standing(event, in: store) == [row.says], "\(event.id)")
        }
        let anew = Replay(event, writing: .anew, ambient: ambient).event
        #expect(try await Replay.standing(anew, in: store).isEmpty)
    }
}
