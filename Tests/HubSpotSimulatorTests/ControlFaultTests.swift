import CurlTransport
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Faults that are set by control calls")
struct ControlFaultTests {
    struct FaultCase: NamedCase {
        var name: String
        var fault: JSON
        /// nil where there is no answer.
        var status: Int?
        var says: String?
        /// Whether the contact is there afterwards.
        var takesEffect = false
    }

    static let faults: [FaultCase] = [
        FaultCase(name: "a status", fault: ["kind": "status", "status": 502], status: 502, says: "simulated fault"),
        FaultCase(
            name: "a status after the write", fault: ["kind": "status", "status": 503, "takesEffect": true], status: 503,
            takesEffect: true),
        FaultCase(
            name: "the daily limit", fault: ["kind": "status", "status": 429, "policy": "DAILY", "retryAfter": 9], status: 429,
            says: "DAILY"),
        FaultCase(
            name: "scopes", fault: ["kind": "status", "status": 403, "scopes": ["tickets"]], status: 403, says: "tickets"),
        FaultCase(name: "a dropped connection", fault: ["kind": "drop"]),
        FaultCase(
            name: "a connection dropped after the write", fault: ["kind": "drop", "takesEffect": true], takesEffect: true),
        FaultCase(name: "no JSON", fault: ["kind": "malformed"], status: 200, says: "<html>", takesEffect: true),
        FaultCase(name: "an answer that breaks off", fault: ["kind": "truncated"], takesEffect: true),
        FaultCase(name: "a late answer", fault: ["kind": "delay", "seconds": 60], status: 201, takesEffect: true),
        FaultCase(
            name: "a slow body", fault: ["kind": "slow", "seconds": 60], status: 201, says: "createdate", takesEffect: true),
    ]

    @Test("The caller gets the fault, once", arguments: faults)
    func fault(_ row: FaultCase) async throws {
        let clock = TestClock()
        try await withSimulator(clock: clock) { server, client in
            let fault = DraftBodies.changed(row.fault, "operation", "createContact")
            let planned = try await client.control("POST", "/faults", fault.canonical)
            #expect(planned.status == 200)
            let call = HTTPCall(
                method: "POST", url: client.baseURL + Edition.v3.contacts,
                headers: [("Authorization", "Bearer \(client.token ?? "")"), ("Content-Type", "application/json")],
                body: Array(#"{"properties":{"email":"ann@customer.example"}}"#.utf8), isWrite: true)
            let answer = try? await CurlTransport().send(call)
            #expect(answer?.status == row.status)
            let text = String(decoding: answer?.body ?? [], as: UTF8.self)
            #expect(text.contains(row.says ?? ""))
            let retryAfter = answer?.headers["retry-after"].flatMap { Int($0) }
            #expect(retryAfter == row.fault["retryAfter"]?.int)
            #expect(await server.portal.allContacts.count == (row.takesEffect ? 1 : 0))
            // A late or slow one waits on the portal's own clock.
            if row.says == "<html>" { #expect(answer?.headers["content-type"] == "text/html;charset=utf-8") }
            let waited = row.fault["seconds"] == nil ? 0.0 : 60
            #expect(clock.slept.reduce(0, +) == waited)
            #expect(try await client.get(Edition.v3.owners).status == 200)
        }
    }

    @Test("A fault that is set for always stays until it is deleted")
    func always() async throws {
        try await withSimulator { server, client in
            let fault = #"{"kind":"status","status":500,"method":"GET","path":"/owners","times":"always"}"#
            _ = try await client.control("POST", "/faults", fault)
            for _ in 0..<3 { #expect(try await client.get(Edition.v3.owners).status == 500) }
            #expect(try await client.get(Edition.v3.threads).status == 200)
            _ = try await client.control("DELETE", "/faults", "")
            #expect(try await client.get(Edition.v3.owners).status == 200)
        }
    }

    @Test("A fault for comments leaves messages alone")
    func comments() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            _ = try await client.control("POST", "/faults", #"{"kind":"status","status":423,"posting":"COMMENT"}"#)
            let path = "\(Edition.v3.threads)/\(id)/messages"
            #expect(try await client.post(path, DraftBodies.chat).status == 201)
            #expect(try await client.post(path, ["type": "COMMENT", "text": "A"]).status == 423)
        }
    }
}
