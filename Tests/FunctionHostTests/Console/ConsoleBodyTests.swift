import Console
import Foundation
import HostCore
import HostDelivery
import HostSurface
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

/// What changes something does so only where it understands all that is asked.
@Suite("What the console is asked to do")
struct ConsoleBodyTests {
    struct Body: NamedCase {
        let name: String
        let path: String
        let body: JSON
        /// What the refusal begins with; nil: it is done.
        var refusal: String?
    }

    @Test(
        "A body that is not understood whole changes nothing",
        arguments: [
            Body(name: "all", path: "dead-letters/retry", body: ["all": true]),
            Body(name: "a code", path: "dead-letters/retry", body: ["code": "unavailable"]),
            Body(name: "a code, since", path: "dead-letters/retry", body: ["code": "unavailable", "since": "1h"]),
            Body(name: "a number", path: "dead-letters/retry", body: ["numbers": [1]]),
            Body(name: "nothing", path: "dead-letters/retry", body: [:], refusal: "numbers"),
            Body(name: "a code that is none", path: "dead-letters/retry", body: ["code": 5], refusal: "code"),
            Body(
                name: "a misspelt code beside all", path: "dead-letters/retry", body: ["all": true, "codes": "unavailable"],
                refusal: "codes"),
            Body(
                name: "a code and all", path: "dead-letters/retry", body: ["all": true, "code": "unavailable"], refusal: "numbers"
            ),
            Body(name: "numbers and all", path: "dead-letters/retry", body: ["all": true, "numbers": [1]], refusal: "numbers"),
            Body(name: "all as a text", path: "dead-letters/retry", body: ["all": "yes"], refusal: "all"),
            Body(name: "not all", path: "dead-letters/retry", body: ["all": false], refusal: "numbers"),
            Body(name: "drop all", path: "dead-letters/drop", body: ["numbers": [1], "all": true], refusal: "all"),
            Body(name: "a misspelt dry run", path: "replay", body: ["number": 1, "dryrun": true], refusal: "dryrun"),
            Body(
                name: "a control of another session", path: "sessions/ses_1/control",
                body: ["action": "pause", "sessionId": "ses_2"], refusal: "sessionId"),
        ])
    func understood(_ row: Body) async throws {
        let stage = try ConsoleStage()
        _ = try await stage.queue.add([.to("f", event("a"))], now: .now)
        let leased = try #require(try await stage.queue.lease(now: .now))
        try await stage.queue.bury(leased.lease, code: .unavailable, message: nil, now: .now)
        let answer = await stage.api().post(row.path, row.body)
        guard let refusal = row.refusal else {
            #expect(answer.status == 200 && answer.json["retried"] == 1, "\(answer.json.canonical)")
            return
        }
        #expect(answer.status == 400 && answer.json["code"] == "bad-field", "\(answer.json.canonical)")
        #expect(answer.json["error"]?.string?.hasPrefix(refusal) == true, "\(answer.json.canonical)")
        #expect(try await stage.queue.counts().dead == 1)
    }
}
