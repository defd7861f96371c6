import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("The subject of an e-mail, and messages without a text")
struct SubjectTests {
    @Test("The subject reaches the engine, the colleague and the ticket")
    func subject() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine { _ throws(AnswerError) in
                .handoff(.init(reason: "Asks for a person", summary: "Wants one."))
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", name: "Robin Reader", subject: " Double charge on invoice 4471 ",
                text: "Sent from my phone"
            ).threadID
            try await relay.settle()
            #expect(engine.requests.map(\.subject) == ["Double charge on invoice 4471"])
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            #expect(comment.contains("\nSubject: Double charge on invoice 4471\n"))
            let ticket = try await stage.onlyTicket()
            #expect(ticket.properties["subject"] == "Double charge on invoice 4471 (Robin Reader: Asks for a person)")
            #expect(ticket.properties["content"]?.contains("\nSubject: Double charge on invoice 4471\n") == true)
        }
    }

    @Test("The articles are searched by it where the mail says nothing else")
    func articles() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage)
            let thread = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", subject: "How long does shipping take?", text: "",
                attachments: [
                    .init(
                        name: "order.txt", bytes: Array("4471".utf8))
                ]
            ).threadID
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text.contains("Standard shipping") == true)
        }
    }

    struct Files: NamedCase {
        let name: String
        let isMail: Bool
    }

    @Test(
        "A message of attachments alone is a message, and a second one is no repetition",
        arguments: [Files(name: "in the chat", isMail: false), Files(name: "by e-mail", isMail: true)])
    func files(_ row: Files) async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine { request throws(AnswerError) in
                .reply(.init(text: "I got \(request.messages.flatMap(\.attachmentNames).joined(separator: ", "))."))
            }
            let relay = try Relay(stage, engine: engine)
            var thread: String?
            for name in ["one.pdf", "two.pdf"] {
                let file = AttachedFile(name: name, bytes: Array("x".utf8))
                let written =
                    row.isMail
                    ? try await stage.portal.customerWritesEmail(
                        from: "robin@reader.example", subject: "", text: "", threadID: thread, attachments: [file])
                    : try await stage.portal.customerWritesChat(text: "", threadID: thread, attachments: [file])
                thread = written.threadID
                try await relay.settle()
            }
            let answers = await stage.portal.messages(thread ?? "").filter { $0.direction == .outgoing }.map(\.text)
            #expect(answers == ["I got one.pdf.", "I got two.pdf."])
            #expect(engine.requests.map(\.subject) == [nil, nil])
        }
    }
}
