import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_reply_post
@testable import ai_turn

@Suite("A colleague forwards a customer's mail to the inbox")
struct ForwardedMailTests {
    struct Row: NamedCase {
        let name: String
        var subject = "Fwd: Broken zipper"
        var to: [String] = []
        let drafts: Int
        let code: ReasonCode
    }

    private static let text = """
        please help her

        ---------- Forwarded message ---------
        From: Dana <dana@reader.example>
        Subject: Broken zipper

        My zipper broke.
        """

    @Test(
        "The AI drafts an answer to what was forwarded, and writes to nobody",
        arguments: [
            Row(name: "forwarded", drafts: 1, code: .forwardedByColleague),
            Row(name: "in another language", subject: "WG: Broken zipper", drafts: 1, code: .forwardedByColleague),
            Row(name: "forwarded to the customer", to: ["dana@reader.example"], drafts: 0, code: .ownDomain),
        ])
    func forwarded(_ row: Row) async throws {
        try await Stage.run(["OWN_DOMAINS": "shop.example"]) { stage in
            let engine = ScriptedEngine.echo()
            let thread = try await stage.portal.customerWritesEmail(
                from: "rep@shop.example", name: "Riley Rep", to: row.to, subject: row.subject, text: Self.text
            ).threadID
            let steps = try await Relay(stage, engine: engine).settle()
            #expect(await stage.portal.messages(thread).allSatisfy { $0.direction == .incoming })
            let drafts = await stage.portal.comments(thread).map(\.text)
            #expect(drafts.count == row.drafts && drafts.allSatisfy { $0.contains("My zipper broke.") })
            let rules = steps.flatMap { $0.result.data["rules"]?.array ?? [] }
            #expect(rules.contains { $0["code"]?.string == row.code.rawValue })
            guard row.drafts > 0 else { return }
            let session = try await stage.session(of: thread)
            #expect(session.state == .open && session.contactEmail == nil && session.contactName == nil)
        }
    }
}
