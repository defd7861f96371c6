import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport

@testable import Setup

extension CheckTests {
    static let cases = portalCases + userCases + ticketCases + wayCases + machineCases

    private static func set(_ changes: [String: String?]) -> @Sendable (inout CheckStage) -> Void {
        { stage in for (key, value) in changes { stage.environment[key] = value } }
    }

    private static func answered(_ status: Int, _ body: JSON? = nil) -> @Sendable (inout CheckStage) -> Void {
        { $0.answer = .success(HTTPAnswer(status: status, body: body?.canonicalBytes ?? Array("<html></html>".utf8))) }
    }

    private static func scope(_ name: String, _ verdict: CheckLine.Verdict = .fault) -> Case {
        Case(
            name: "no scope \(name)", settings: { $0.scopes.remove(name) }, line: "scope \(name)", verdict: verdict, says: "",
            fix: name)
    }

    static let portalCases: [Case] = [
        Case(
            name: "a token that HubSpot refuses", stage: set(["HUBSPOT_ACCESS_TOKEN": "pat-na1-wrong"]), line: "token",
            verdict: .fault, says: "HubSpot refuses it", fix: "Auth tab"),
        Case(
            name: "a second token that HubSpot refuses",
            stage: { $0.environment["HUBSPOT_ACCESS_TOKEN", default: ""] += ",pat-na1-wrong" }, line: "second token",
            verdict: .fault, says: "HubSpot refuses it"),
        Case(
            name: "nobody at HubSpot's address", stage: set(["HUBSPOT_API_BASE": "http://127.0.0.1:9"]), line: "token",
            verdict: .fault, says: "HubSpot does not answer", fix: "HUBSPOT_API_BASE"),
        Case(
            name: "another portal", stage: set(["HUBSPOT_PORTAL_ID": "7"]), line: "token", verdict: .fault,
            says: "is of portal 62515001, and HUBSPOT_PORTAL_ID is 7", fix: "62515001"),
        Case(
            name: "another app", stage: set(["HUBSPOT_APP_ID": "7"]), line: "token", verdict: .fault,
            says: "is of app 1098266, and HUBSPOT_APP_ID is 7", fix: "1098266"),
        Case(
            name: "HubSpot tells nothing of such tokens",
            stage: { $0.simulator.failNext(.refuse(.notFound), matching: .operation(.tokenInfo), times: nil) }, line: "token",
            verdict: .warning, says: "portal 62515001 (STANDARD, na1, app.hubspot.com); HubSpot does not tell",
            fix: "HUBSPOT_APP_ID"),
        scope("oauth", .warning), scope("conversations.read"), scope("conversations.write"), scope("tickets"),
        scope("crm.objects.contacts.read"), scope("crm.objects.contacts.write"), scope("crm.objects.companies.read", .warning),
        scope("crm.objects.deals.read", .warning), scope("crm.objects.owners.read"),
        Case(
            name: "inboxes that may not be read", settings: { $0.scopes.remove("conversations.read") }, line: "inbox",
            verdict: .warning, says: "not checked"),
        Case(
            name: "a mailbox that is no longer authorized", settings: { $0.channelAccounts[1].isAuthorized = false },
            line: "channel 220002", verdict: .fault, says: "“Support mailbox” is no longer authorized"),
        Case(
            name: "a widget that is switched off", settings: { $0.channelAccounts[0].isActive = false }, line: "channel 220001",
            verdict: .warning, says: "“Website chat” is switched off"),
        Case(
            name: "a channel that the portal does not have", stage: set(["ASSIST_MODE": "false", "AUTOPILOT": "chat,sms"]),
            line: "channel sms", verdict: .warning, says: "the portal has no such channel", fix: "AUTOPILOT"),
    ]

    static let userCases: [Case] = [
        Case(
            name: "an owner's id for a user's", stage: set(["HUBSPOT_USER_ID": "714200101"]), line: "user", verdict: .fault,
            says: "714200101 is an owner's id", fix: "Set HUBSPOT_USER_ID to 52530071"),
        Case(
            name: "a queue's id for a user's",
            settings: { $0.queues = [SimulatedQueue(ownerID: 714_200_300, name: "Night shift")] },
            stage: set(["HUBSPOT_USER_ID": "714200300"]), line: "user", verdict: .fault,
            says: "714200300 is the id of an owner that is no user"),
        Case(
            name: "the portal's id", stage: set(["HUBSPOT_USER_ID": "62515001"]), line: "user", verdict: .fault,
            says: "62515001 is the portal's id"),
        Case(
            name: "the app's id", stage: set(["HUBSPOT_USER_ID": "1098266"]), line: "user", verdict: .fault,
            says: "1098266 is the app's id"),
        Case(
            name: "a user who left", stage: set(["HUBSPOT_USER_ID": "52530200"]), line: "user", verdict: .fault,
            says: "user 52530200 was deactivated"),
        Case(
            name: "nobody's id", stage: set(["HUBSPOT_USER_ID": "9"]), line: "user", verdict: .fault,
            says: "HubSpot has no user 9"),
        Case(
            name: "a user without a seat", settings: { $0.aiUser.hasSeat = false }, line: "user", verdict: .fault,
            says: "the inbox has no agent A-52530071", fix: "seat"),
        Case(
            name: "nobody for handoffs", stage: set(["HANDOFF_USER_ID": nil]), line: "assignee", verdict: .warning,
            says: "nobody is named", fix: "HANDOFF_USER_ID"),
        Case(
            name: "an assignee who is nobody", stage: set(["HANDOFF_USER_ID": "9"]), line: "assignee HANDOFF_USER_ID",
            verdict: .fault, says: "HubSpot has no user and no owner 9", fix: "to one of: 52530071 “Answer Assistant”, 52530099 “"
        ),
        Case(
            name: "an address that is nobody's", stage: set(["HANDOFF_USER_ID": "nobody@shop.example"]),
            line: "assignee HANDOFF_USER_ID", verdict: .fault,
            says: "nobody@shop.example: HubSpot has no owner with this e-mail address", fix: "52530099 “"),
        Case(
            name: "nobody, in an account of many", settings: { $0.furtherUsers += many }, stage: set(["HANDOFF_USER_ID": "9"]),
            line: "assignee HANDOFF_USER_ID", verdict: .fault, says: "no owner 9", fix: "”, or another user."),
        Case(
            name: "a route to an owner's id as if it were a user's",
            stage: set(["HANDOFF_ROUTES": #"[{"to":"52530099"},{"language":"nl","to":"714200102"}]"#]),
            line: "assignee HANDOFF_ROUTES[1].to", verdict: .fault, says: "714200102 is an owner id",
            fix: "HANDOFF_ROUTES[1].to"),
        Case(
            name: "a route to a queue", settings: { $0.queues = [SimulatedQueue(ownerID: 714_200_300, name: "Night shift")] },
            stage: set(["HANDOFF_ROUTES": #"[{"to":"owner:714200300"}]"#]), line: "assignee HANDOFF_ROUTES[0].to",
            verdict: .warning, says: "gets the ticket, not the thread"),
    ]

    private static let many = (0..<20).map { number in
        SimulatedUser(
            userID: 52_530_300 + number, ownerID: 714_200_400 + number, firstName: "Agent", lastName: "\(number)",
            email: "agent\(number)@shop.example")
    }

    static let ticketCases: [Case] = [
        Case(
            name: "no such pipeline", stage: set(["TICKET_PIPELINE": "7"]), line: "pipeline", verdict: .fault,
            says: "there is no pipeline 7", fix: "0 “Support Pipeline”"),
        Case(
            name: "no such stage", stage: set(["TICKET_STAGE": "9"]), line: "stage", verdict: .fault,
            says: "pipeline 0 has no stage 9", fix: "1 “New”"),
        Case(
            name: "a closed stage for new tickets", stage: set(["TICKET_STAGE": "4"]), line: "stage", verdict: .warning,
            says: "closed from the start"),
        Case(
            name: "no stage to close tickets in",
            settings: { $0.pipelines = [SimulatedPipeline(id: "0", label: "Endless", stages: [.init(id: "1", label: "New")])] },
            line: "closed stage", verdict: .warning, says: "pipeline 0 has no stage in which tickets are closed",
            fix: "CLOSE_TICKET=false"),
        Case(
            name: "a mapped property that is not there", stage: set(["PROPERTY_MAPPING": #"{"plan":"customer_tier"}"#]),
            line: "property customer_tier", verdict: .fault, says: "tickets have no such property", fix: "PROPERTY_MAPPING"),
        Case(
            name: "a mapped property that nobody may write", stage: set(["PROPERTY_MAPPING": #"{"plan":"createdate"}"#]),
            line: "property createdate", verdict: .fault, says: "HubSpot lets nobody write it"),
        Case(
            name: "a key whose values need not be unique", stage: set(["TICKET_KEY_PROPERTY": "customer_plan"]),
            line: "property customer_plan", verdict: .fault, says: "its values need not be unique", fix: "TICKET_KEY_PROPERTY"),
        Case(
            name: "a priority that is none", stage: set(["TICKET_PRIORITY_BY_SENTIMENT": #"{"angry":"VERY_HIGH"}"#]),
            line: "property hs_ticket_priority", verdict: .fault, says: "writes VERY_HIGH", fix: "HIGH"),
    ]

    static let wayCases: [Case] = [
        Case(
            name: "no client secret", stage: set(["HUBSPOT_CLIENT_SECRET": nil, "WEBHOOK_UNSIGNED": "true"]),
            line: "client secret", verdict: .warning, says: "is missing", fix: "HUBSPOT_CLIENT_SECRET"),
        Case(
            name: "no address", stage: set(["PUBLIC_URL": nil]), line: "webhook address", verdict: .fault,
            says: "PUBLIC_URL is not set"),
        Case(
            name: "an address without TLS",
            stage: { $0.environment["PUBLIC_URL"] = "http://relay.example.com" }, line: "webhook scheme", verdict: .warning,
            says: "is not https"),
        Case(
            name: "nobody at the address", stage: { $0.answer = .failure(TransportError(.notSent, "refused")) },
            line: "webhook address", verdict: .fault, says: "does not answer: no connection could be made",
            fix: "local-runner serve"),
        Case(
            name: "the runner has another public address", stage: { $0.runner["PUBLIC_URL"] = "https://other.example.com" },
            line: "webhook address", verdict: .fault, says: "refuse a signed delivery",
            fix: "PUBLIC_URL"),
        Case(
            name: "the runner has another client secret", stage: { $0.runner["HUBSPOT_CLIENT_SECRET"] = "another-secret" },
            line: "webhook address", verdict: .fault, says: "another PUBLIC_URL or client secret"),
        Case(
            name: "the runner has another URL key", stage: { $0.runner["WEBHOOK_URL_KEY"] = "another-url-key-0001" },
            line: "webhook address", verdict: .fault, says: "another WEBHOOK_URL_KEY"),
        Case(
            name: "the runner wants a signature, and we have no secret",
            stage: { stage in
                stage.runner = ["HUBSPOT_CLIENT_SECRET": "example-client-secret", "WEBHOOK_UNSIGNED": "false"]
                stage.environment["HUBSPOT_CLIENT_SECRET"] = nil
                stage.environment["WEBHOOK_UNSIGNED"] = "true"
            }, line: "webhook address", verdict: .fault, says: "want a signature"),
        Case(
            name: "the runner's clock is another", stage: answered(401, ["code": "stale-timestamp"]), line: "webhook address",
            verdict: .fault, says: "its clock and this one differ", fix: "NTP"),
        Case(
            name: "an address that sends callers elsewhere", stage: answered(301), line: "webhook address", verdict: .fault,
            says: "sends callers elsewhere (301)"),
        Case(
            name: "a proxy without a runner behind it", stage: answered(502), line: "webhook address", verdict: .fault,
            says: "a proxy answers at https://relay.example.com (502)"),
        Case(
            name: "somebody else's page", stage: answered(200), line: "webhook address", verdict: .fault,
            says: "something else answers"),
        Case(
            name: "a clock that is ten minutes ahead", stage: { $0.clockAhead = 600 }, line: "clock", verdict: .fault,
            says: "seconds ahead of HubSpot's: every webhook is refused", fix: "NTP"),
        Case(
            name: "a clock that is two minutes behind", stage: { $0.clockAhead = -120 }, line: "clock", verdict: .warning,
            says: "seconds behind HubSpot's"),
        Case(
            name: "a history that cannot be read",
            stage: { $0.tools = { $0.lastWebhook = { _ in .unreadable("history.sqlite cannot be read") } } },
            line: "last webhook", verdict: .warning, says: "cannot be read", fix: "state folder"),
        Case(
            name: "no webhook yet", stage: { $0.tools = { $0.lastWebhook = { _ in .never } } }, line: "last webhook",
            verdict: .warning, says: "none came yet", fix: "Commit changes"),
    ]

    static let machineCases: [Case] = [
        Case(
            name: "a store that does not open",
            stage: { $0.tools = { $0.store = { .unusable("cannot be opened: no such folder") } } },
            line: "store", verdict: .fault, says: "cannot be opened", fix: "STORE_URL"),
        Case(
            name: "a queue that cannot be read", stage: { $0.tools = { $0.queue = { .unreadable("cannot be read: locked") } } },
            line: "queue", verdict: .fault, says: "cannot be read"),
        Case(
            name: "a store's server that cannot be reached",
            stage: { $0.tools = { $0.store = { .unusable("cannot be opened: no way", isOnServer: true) } } },
            line: "store", verdict: .fault, says: "no way", fix: "the PostgreSQL server"),
        Case(
            name: "a queue's server that cannot be reached",
            stage: { $0.tools = { $0.queue = { .unreadable("cannot be read: no way", isOnServer: true) } } },
            line: "queue", verdict: .fault, says: "no way", fix: "Check QUEUE_URL, the PostgreSQL server"),
        Case(
            name: "events that could not be delivered", stage: { $0.tools = { $0.queue = { .counts(waiting: 1, dead: 3) } } },
            line: "queue", verdict: .warning, says: "3 could not be delivered", fix: "dead-letters"),
        Case(
            name: "a setting that nothing reads",
            stage: {
                $0.tools = {
                    $0.strayKeys = StrayKey.all(
                        settings: ["ASSIST_MOD": "true"], file: "x.env", environment: [:], others: [], references: nil)
                }
            }, line: "settings", verdict: .warning, says: "x.env: ASSIST_MOD is no key", fix: "Did you mean ASSIST_MODE?"),
        Case(
            name: "an erasure that the history does not know yet",
            stage: { $0.tools = { $0.queue = { .counts(waiting: 1, dead: 0, owed: 2) } } },
            line: "history", verdict: .fault, says: "2 erasures could not be done", fix: "start the runner again"),
        Case(
            name: "a history that QUEUE_URL left behind", stage: { $0.tools = { $0.leftHistory = "/state/history.sqlite" } },
            line: "history", verdict: .warning, says: "/state/history.sqlite is left from before QUEUE_URL", fix: "Delete it"),
        Case(
            name: "an engine that fails",
            stage: {
                $0.tools = {
                    $0.engine = { _ in ScriptedEngine(result: .failure(AnswerError("AI_URL answered with HTTP status 401"))) }
                }
            }, line: "engine", verdict: .fault, says: "HTTP status 401", fix: "AI_"),
        Case(
            name: "an engine that cannot be made",
            stage: { $0.tools = { $0.engine = { _ in throw ConfigurationFault(key: "AI_URL", problem: "is missing") } } },
            line: "engine", verdict: .fault, says: "AI_URL is missing"),
        Case(
            name: "the AI never speaks", stage: set(["ASSIST_MODE": "false", "AUTOPILOT": "off"]), line: "mode",
            verdict: .warning, says: "the AI never speaks", fix: "ASSIST_MODE=true"),
    ]
}
