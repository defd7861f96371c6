import Phrases
import RelayCore
import TestSupport
import Testing

@Suite("The decision's policy")
struct DecisionPolicyTests {
    struct DomainCase: NamedCase {
        let name: String
        let configured: [String]
        let address: String
        let isOwn: Bool
    }

    @Test(
        "An address is our own by its domain, or as a mailbox of the portal",
        arguments: [
            DomainCase(name: "the domain", configured: ["team.example"], address: "bo@team.example", isOwn: true),
            DomainCase(name: "a sub-domain", configured: ["team.example"], address: "bo@a.b.team.example", isOwn: true),
            DomainCase(name: "the parent domain", configured: ["mail.team.example"], address: "bo@team.example", isOwn: false),
            DomainCase(name: "an end without a dot", configured: ["team.example"], address: "bo@myteam.example", isOwn: false),
            DomainCase(name: "capitals on both sides", configured: ["Team.Example"], address: "BO@TEAM.example", isOwn: true),
            DomainCase(name: "dots at the ends", configured: ["team.example."], address: "bo@team.example.", isOwn: true),
            DomainCase(name: "configured with @", configured: ["@team.example"], address: "bo@team.example", isOwn: true),
            DomainCase(name: "configured with *.", configured: ["*.team.example"], address: "bo@team.example", isOwn: true),
            DomainCase(name: "white space around it", configured: [" team.example "], address: "bo@team.example", isOwn: true),
            DomainCase(
                name: "Unicode here, Punycode there", configured: ["büro.example"], address: "bo@xn--bro-hoa.example", isOwn: true
            ),
            DomainCase(
                name: "Punycode here, Unicode there", configured: ["xn--bro-hoa.example"], address: "bo@BÜRO.example", isOwn: true
            ),
            DomainCase(
                name: "a display name with another address in it", configured: ["team.example"],
                address: "\"bo@team.example\" <x@other.example>", isOwn: false),
            DomainCase(
                name: "the second of two domains", configured: ["a.example", "team.example"], address: "bo@team.example",
                isOwn: true),
            DomainCase(
                name: "an empty entry matches nothing", configured: ["", "."], address: "ann@customer.example", isOwn: false),
            DomainCase(
                name: "an entry that is no domain", configured: ["team example"], address: "ann@customer.example", isOwn: false),
            DomainCase(name: "no address", configured: ["team.example"], address: "team.example", isOwn: false),
            DomainCase(name: "an empty address", configured: ["team.example"], address: "", isOwn: false),
            DomainCase(name: "a HubSpot inbox, always", configured: [], address: "in-1@portal.hs-inbox.com", isOwn: true),
            DomainCase(
                name: "a HubSpot inbox of the other name", configured: [], address: "in-1@portal.hubspot-inbox.com", isOwn: true),
            DomainCase(
                name: "a name that ends like a HubSpot inbox", configured: [], address: "x@nothubspot-inbox.com", isOwn: false),
            DomainCase(name: "HubSpot's address for logging", configured: [], address: "123@bcc.hubspot.com", isOwn: true),
            DomainCase(name: "an employee of HubSpot", configured: [], address: "ann@hubspot.com", isOwn: false),
            DomainCase(name: "a mailbox of the portal", configured: [], address: "help@desk.example", isOwn: true),
            DomainCase(name: "with a display name", configured: [], address: "Desk <HELP@desk.example>", isOwn: true),
            DomainCase(name: "with a plus", configured: [], address: "help+4711@desk.example", isOwn: true),
            DomainCase(name: "another name at its domain", configured: [], address: "ann@desk.example", isOwn: false),
            DomainCase(name: "its name at another domain", configured: [], address: "help@x.desk.example", isOwn: false),
            DomainCase(name: "a longer name", configured: [], address: "selfhelp@desk.example", isOwn: false),
        ])
    func domains(_ row: DomainCase) {
        #expect(
            OwnAddresses(domains: row.configured, mailboxes: ["Help@Desk.example", "no address"]).contains(row.address)
                == row.isOwn)
    }

    private func organization(_ environment: [String: String]) throws -> OrganizationConfiguration {
        let uses: [KeyUse] = [
            .optional(ConfigurationKeys.userID), .optional(ConfigurationKeys.ownDomains), .optional(ConfigurationKeys.autopilot),
            .optional(ConfigurationKeys.assistMode), .optional(ConfigurationKeys.requireAssignment),
            .optional(ConfigurationKeys.organization),
            .optional(ConfigurationKeys.reopen), .optional(ConfigurationKeys.replyBudget),
            .optional(ConfigurationKeys.longestWait),
        ]
        let configuration = try Configuration.load(uses, environment: environment, readFile: { _ in [] })
        return try #require(configuration.organization(named: nil))
    }

    @Test("The policy is read from the configuration")
    func configured() throws {
        let environment = [
            "HUBSPOT_USER_ID": "A-7001", "OWN_DOMAINS": "Team.example, other.example", "AUTOPILOT": "chat,whatsapp",
            "ASSIST_MODE": "true", "REQUIRE_ASSIGNMENT": "yes", "REOPEN": "false", "REPLY_BUDGET": "3",
            "TURN_LONGEST_WAIT": "7.5",
        ]
        let policy = DecisionPolicy(try organization(environment), appID: "9001", automaticMail: .inAllLanguages)
        #expect(
            policy
                == DecisionPolicy(
                    aiUserID: "7001", appID: "9001", own: OwnAddresses(domains: ["team.example", "other.example"]),
                    autopilot: [.chat, .whatsapp],
                    assistMode: true, requireAssignment: true, reopens: false, replyBudget: 3, longestWait: 7.5,
                    automaticMail: .inAllLanguages))
    }

    @Test("What is not configured has its default")
    func defaults() throws {
        let policy = DecisionPolicy(try organization([:]), appID: nil, automaticMail: .inAllLanguages)
        #expect(policy == DecisionPolicy(aiUserID: nil, automaticMail: .inAllLanguages))
        #expect(policy.autopilot == [.chat, .email])
        #expect(!policy.assistMode)
        #expect(!policy.requireAssignment)
    }

    @Test("AUTOPILOT=off means no channel at all")
    func autopilotOff() throws {
        #expect(
            DecisionPolicy(try organization(["AUTOPILOT": "off"]), appID: nil, automaticMail: .inAllLanguages).autopilot.isEmpty)
    }
}
