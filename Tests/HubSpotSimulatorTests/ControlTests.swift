import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("The calls below /simulator")
struct ControlTests {
    struct BadCase: NamedCase {
        var name: String
        var method = "POST"
        var path: String
        var body: String
        var status = 400
        /// nil where no field is at fault.
        var field: String?
    }

    static let bad: [BadCase] = [
        BadCase(name: "a member is missing", path: "/customer/chat", body: "{}", field: "text"),
        BadCase(name: "a member is misspelt", path: "/customer/chat", body: #"{"text":"A","thread":"1"}"#, field: "thread"),
        BadCase(name: "a member is of another type", path: "/rep/reply", body: #"{"threadId":"1","text":7}"#, field: "text"),
        BadCase(
            name: "an inner member", path: "/customer/form", body: #"{"email":"a@b.example","fields":[{"label":1}]}"#,
            field: "fields[0].label"),
        BadCase(
            name: "no base64", path: "/customer/chat", body: #"{"text":"A","attachments":[{"name":"a","base64":"?"}]}"#,
            field: "attachments[0].base64"),
        BadCase(name: "nobody to forget", path: "/customer/deletes-data", body: "{}", field: "contactId"),
        BadCase(
            name: "an actor that is no bot", path: "/bot/reply", body: #"{"threadId":"1","text":"A","actorId":"A-1"}"#,
            field: "actorId"),
        BadCase(name: "time that goes back", path: "/time", body: #"{"advanceSeconds":-1}"#, field: "advanceSeconds"),
        BadCase(
            name: "an unknown setting", method: "PATCH", path: "/settings", body: #"{"createTickets":true}"#,
            field: "createTickets"),
        BadCase(
            name: "a setting of another type", method: "PATCH", path: "/settings", body: #"{"createsTickets":1}"#,
            field: "createsTickets"),
        BadCase(
            name: "an inner setting", method: "PATCH", path: "/settings", body: #"{"rateLimits":{"hourly":1}}"#,
            field: "rateLimits.hourly"),
        BadCase(
            name: "a subscription that is none", method: "PATCH", path: "/settings", body: #"{"subscriptions":["a.b"]}"#,
            field: "subscriptions"),
        BadCase(
            name: "a pipeline without a stage", method: "PATCH", path: "/settings", body: #"{"pipelines":[]}"#, field: "pipelines"
        ),
        BadCase(name: "a fault of no kind", path: "/faults", body: #"{"kind":"smoke"}"#, field: "kind"),
        BadCase(name: "a fault without a status", path: "/faults", body: #"{"kind":"status"}"#, field: "status"),
        BadCase(name: "a fault of no call", path: "/faults", body: #"{"kind":"drop","operation":"fly"}"#, field: "operation"),
        BadCase(name: "a fault that never comes", path: "/faults", body: #"{"kind":"drop","times":0}"#, field: "times"),
        BadCase(name: "a token of nobody", path: "/tokens/revoke", body: #"{"token":"pat-na1-other"}"#, field: "token"),
        BadCase(name: "a disturbance of no kind", path: "/webhooks/disturb", body: #"{"kind":"fold"}"#, field: "kind"),
        BadCase(name: "an unknown kind of records", method: "GET", path: "/records/boats", body: "", field: "type"),
        BadCase(name: "no JSON", path: "/customer/chat", body: "{"),
        BadCase(name: "an array", path: "/customer/chat", body: "[]"),
        BadCase(name: "an unknown thread", path: "/rep/reply", body: #"{"threadId":"1","text":"A"}"#, status: 404),
        BadCase(name: "an unknown path", path: "/customer/fax", body: "{}", status: 404),
        BadCase(name: "another method", method: "DELETE", path: "/time", body: "", status: 405),
    ]

    @Test("A bad call gets an error that names the field", arguments: bad)
    func badCall(_ row: BadCase) async throws {
        try await withSimulator { server, client in
            let answer = try await client.control(row.method, row.path, row.body)
            #expect(answer.status == row.status)
            #expect(answer.json["field"]?.string == row.field)
            #expect(answer.json["error"]?.string?.contains(row.field ?? "") == true)
            #expect(server.calls.isEmpty)
        }
    }

    @Test("A conversation can be played")
    func conversation() async throws {
        try await withSimulator { server, client in
            func play(_ path: String, _ body: JSON) async throws -> JSON {
                let answer = try await client.control("POST", path, body.canonical)
                try #require(answer.status == 200, "\(path): \(answer.json.canonical)")
                return answer.json
            }
            let chat = try #require(try await play("/customer/chat", ["text": "Hello", "name": "Ann"])["threadId"])
            _ = try await play("/customer/form", ["email": "a@b.example", "fields": [["label": "Size", "value": "42"]]])
            _ = try await play("/customer/whatsapp", ["phone": "+1-555-0142", "text": "Hello"])
            _ = try await play("/customer/integration", ["text": "Hello"])
            let mail = try #require(
                try await play("/customer/email", ["from": "a@b.example", "subject": "A", "text": "B", "cc": ["c@b.example"]])[
                    "threadId"])
            _ = try await play("/rep/reply", ["threadId": chat, "text": "Hi"])
            _ = try await play("/rep/comment", ["threadId": chat, "text": "VIP"])
            _ = try await play("/bot/reply", ["threadId": chat, "text": "Hi", "actorId": "L-7"])
            _ = try await play("/colleague/email", ["threadId": mail, "text": "Mine"])
            _ = try await play("/rep/assign", ["threadId": chat, "userId": nil])
            _ = try await play("/rep/move", ["threadId": chat, "inboxId": "3302"])
            for path in ["/rep/close", "/rep/reopen", "/rep/spam"] { _ = try await play(path, ["threadId": chat]) }
            let thread = try await client.control("GET", "/threads/\(chat.string ?? "")", "")
            #expect(
                thread.json["messages"]?.array?.map { $0["type"]?.string } == [
                    "MESSAGE", "MESSAGE", "ASSIGNMENT", "COMMENT", "MESSAGE", "ASSIGNMENT", "THREAD_INBOX_CHANGE",
                    "THREAD_STATUS_CHANGE", "THREAD_STATUS_CHANGE",
                ])
            #expect(thread.json["spam"] == true)
            let all = try await client.control("GET", "/threads", "").json["threads"]?.array ?? []
            #expect(all.map { $0["originalChannelId"]?.string } == ["1000", "1003", "1007", "1100001", "1002"])
        }
    }

    @Test("Changes of records can be played")
    func records() async throws {
        try await withSimulator { server, client in
            func play(_ path: String, _ body: JSON) async throws -> JSON {
                let answer = try await client.control("POST", path, body.canonical)
                try #require(answer.status == 200, "\(path): \(answer.json.canonical)")
                return answer.json
            }
            _ = try await play("/rep/define-property", ["name": "plan", "label": "Plan"])
            let fields: JSON = ["subject": "A", "hs_pipeline_stage": "1", "plan": "pro"]
            let one = try #require(try await play("/rep/ticket", ["properties": fields])["ticketId"])
            let two = try #require(try await play("/rep/ticket", ["properties": fields])["ticketId"])
            _ = try await play("/rep/property", ["ticketId": one, "name": "plan", "value": ""])
            let note = try #require(try await play("/rep/note", ["ticketId": one, "text": "VIP"])["noteId"])
            let merged = try #require(try await play("/rep/merge-tickets", ["primaryId": one, "otherId": two])["ticketId"])
            let contact = try await play("/rep/record", ["type": "contacts", "properties": ["email": "a@b.example"]])
            _ = try await play(
                "/rep/record",
                ["type": "company", "properties": ["name": "B"], "onType": "contact", "onId": contact["id"] ?? .null])
            let ticket = try await client.control("GET", "/records/tickets/\(merged.string ?? "")", "")
            #expect(ticket.json["associations"]?["notes"] == [note])
            #expect(ticket.json["properties"]?["plan"] == "pro")
            _ = try await play("/rep/delete-ticket", ["ticketId": merged])
            _ = try await play("/customer/deletes-data", ["contactId": contact["id"] ?? .null])
            let overview = try await client.control("GET", "", "")
            #expect(overview.json["records"] == ["companies": 1, "contacts": 0, "deals": 0, "notes": 1, "tickets": 0])
            _ = try await play("/reset", [:])
            #expect(try await client.control("GET", "/records/notes", "").json["records"] == [])
        }
    }

    @Test("Calls are listed without their tokens")
    func calls() async throws {
        try await withSimulator { server, client in
            let token = server.portal.settings.accessToken.reveal()
            _ = try await client.post("/oauth/v2/private-apps/get/access-token-info", ["tokenKey": .string(token)])
            _ = try await client.get(Edition.v3.owners)
            let calls = try await client.control("GET", "/calls", "")
            #expect(calls.json["calls"]?.array?.map { $0["operation"]?.string } == ["tokenInfo", "listOwners"])
            #expect(!calls.json.canonical.contains(token))
            #expect(try await client.control("GET", "/calls?operation=listOwners", "").json["calls"]?.array?.count == 1)
            _ = try await client.control("DELETE", "/calls", "")
            #expect(try await client.control("GET", "/calls", "").json["calls"] == [])
            let settings = try await client.control("GET", "/settings", "")
            #expect(!settings.json.canonical.contains(token))
        }
    }

    @Test("The settings that are shown can be given back")
    func settings() async throws {
        try await withSimulator { server, client in
            let shown = try await client.control("GET", "/settings", "").json
            let again = try await client.control("PATCH", "/settings", shown.canonical)
            #expect(again.status == 200)
            #expect(again.json == shown)
            _ = try await client.control(
                "PATCH", "/settings", #"{"encodesCursors":true,"ticketDelay":2.5,"ticketChannels":["1002"]}"#)
            #expect(server.portal.settings.encodesCursors)
            #expect(server.portal.settings.ticketDelay == 2.5)
            #expect(server.portal.settings.ticketChannels == ["1002"])
        }
    }
}

extension SimulatorClient {
    func control(_ method: String, _ path: String, _ body: String) async throws -> ClientAnswer {
        try await call(method, "/simulator\(path)", body.isEmpty ? nil : Array(body.utf8))
    }
}
