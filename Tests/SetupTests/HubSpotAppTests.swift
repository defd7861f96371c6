import HubSpotAPI
import RelayCore
import Setup
import TestSupport
import Testing

@Suite("The HubSpot app")
struct HubSpotAppTests {
    private static let all = WebhookSubscription.all(properties: ["subject", "customer_plan"], isTicketing: true)

    private static func app(_ subscriptions: [WebhookSubscription] = all, supportEmail: String? = nil) -> HubSpotApp {
        HubSpotApp(
            name: "DeskRelay", targetURL: "https://relay.example.com/webhooks/hubspot/default/token",
            subscriptions: subscriptions, supportEmail: supportEmail, platformVersion: "2026.03")
    }

    @Test("It is for one account, has a static token, and asks for the scopes of the table and no more")
    func access() throws {
        let config = try #require(Self.app().files["src/app/app-hsmeta.json"]?["config"])
        #expect(config["distribution"] == "private" && config["auth"]?["type"] == "static")
        #expect(config["auth"]?["requiredScopes"]?.array == ScopeTable.scopes.map(JSON.string))
        #expect(config["auth"]?["optionalScopes"]?.array?.isEmpty == true)
        #expect(config["support"] == nil)
        let named = Self.app(supportEmail: "desk@shop.example").files["src/app/app-hsmeta.json"]
        #expect(named?["config"]?["support"]?["supportEmail"] == "desk@shop.example")
    }

    @Test("The project is found where its file says")
    func project() throws {
        let files = Self.app().files
        let project = try #require(files["hsproject.json"])
        let source = try #require(project["srcDir"]?.string)
        #expect(project["platformVersion"] == "2026.03")
        #expect(files.keys.filter { $0 != "hsproject.json" }.allSatisfy { $0.hasPrefix("\(source)/app/") })
        #expect(Set(files.values.compactMap { $0["uid"]?.string }).count == 2)
    }

    @Test("Every subscription is of use for a function of ours", arguments: all)
    func handled(_ subscription: WebhookSubscription) {
        let objectTypes = ["ticket": ObjectTypeID.ticket, "note": ObjectTypeID.note]
        let id = subscription.objectType.flatMap { objectTypes[$0] }
        #expect((id == nil) == (subscription.section == .hubEvents))
        #expect(SubscriptionType.objection(to: subscription.type, objectTypeID: id) == nil)
    }

    @Test("Each subscription stands once, in its section, and is active")
    func webhooks() throws {
        let config = try #require(Self.app().files["src/app/webhooks/webhooks-hsmeta.json"]?["config"])
        #expect(config["settings"]?["targetUrl"] == "https://relay.example.com/webhooks/hubspot/default/token")
        let sections = try #require(config["subscriptions"]?.object)
        #expect(Set(sections.keys) == ["crmObjects", "legacyCrmObjects", "hubEvents"])
        let entries = sections.values.flatMap { $0.array ?? [] }
        #expect(entries.count == Self.all.count && Set(entries).count == entries.count)
        #expect(entries.allSatisfy { $0["active"] == true })
        let conversations = (sections["hubEvents"]?.array ?? []).compactMap { $0["subscriptionType"]?.string }
        #expect(conversations.contains("conversation.newMessage") && conversations.contains("contact.privacyDeletion"))
        #expect(conversations.allSatisfy { !$0.hasPrefix("object.") })
        let properties = (sections["crmObjects"]?.array ?? []).filter { $0["subscriptionType"] == "object.propertyChange" }
        #expect(properties.compactMap { $0["propertyName"]?.string } == ["subject", "customer_plan"])
        #expect(properties.allSatisfy { $0["objectType"] == "ticket" })
    }

    @Test("Without ticketing no ticket is subscribed to")
    func withoutTickets() {
        let types = WebhookSubscription.all(properties: ["subject"], isTicketing: false)
        #expect(!types.contains { $0.objectType == "ticket" })
        #expect(types.contains { $0.objectType == "note" } && types.contains { $0.type == "conversation.newMessage" })
    }

    @Test("The properties that are watched: the standard ones, the mapped ones and those that are asked for, each once")
    func watched() throws {
        let configuration = try Configuration.load(
            [.optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.propertyMapping)],
            environment: ["PROPERTY_MAPPING": #"{"plan":"customer_plan","topic":"subject"}"#], readFile: { _ in [] })
        let organization = try #require(configuration.organization(named: nil))
        #expect(
            WatchedProperties.of(organization, more: ["shop_size", "content"])
                == ["subject", "content", "hs_pipeline_stage", "hs_ticket_priority", "customer_plan", "shop_size"])
    }

    @Test(
        "For a legacy app the steps name every scope and subscription, the throttling and the commit", arguments: [true, false])
    func legacy(_ needsSecrets: Bool) {
        let text = LegacyApp.steps(
            targetURL: "https://relay.example.com/x", subscriptions: Self.all, needsSecrets: needsSecrets
        ).joined(separator: "\n")
        #expect(text.contains("HUBSPOT_CLIENT_SECRET") == needsSecrets)
        for scope in ScopeTable.scopes where scope != "oauth" { #expect(text.contains(scope)) }
        for subscription in Self.all { #expect(text.contains(subscription.label)) }
        #expect(
            text.contains("throttling to 100") && text.contains("Commit changes") && text.contains("https://relay.example.com/x"))
    }

    @Test("The files are JSON that people can read")
    func text() throws {
        for json in Self.app().files.values {
            let text = json.indented()
            #expect(try JSON.parse(text) == json)
            #expect(text.hasSuffix("}") && text.contains("\n  \""))
        }
        #expect(
            JSON.object(["b": [], "a": [:], "c": [1, "x"]]).indented()
                == "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1,\n    \"x\"\n  ]\n}")
    }
}
