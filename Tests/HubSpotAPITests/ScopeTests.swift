import RelayCore
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("Scopes and the calls that need them")
struct ScopeTests {
    private static let cases = RequestTests.cases + RequestTests.conversationCases + RequestTests.recordCases

    @Test("Every path that is called, in both editions, is in the table of scopes", arguments: cases)
    func covered(_ row: RequestTests.Case) {
        for path in [row.v3, row.dated] {
            let resources = HubSpotResource.of(path)
            #expect(!resources.isEmpty, "\(path) is about nothing that the table knows")
            for resource in resources where ScopeTable.withoutScope[resource] == nil {
                // A write of an association writes what it begins at.
                let access: ScopeNeed.Access = row.isWrite && resource == resources.first ? .writing : .reading
                #expect(!ScopeTable.needs(resource, access).isEmpty, "\(row.method) \(path) needs a scope for \(resource)")
            }
        }
    }

    @Test("Both editions of a path need the same", arguments: cases)
    func editions(_ row: RequestTests.Case) { #expect(HubSpotResource.of(row.v3) == HubSpotResource.of(row.dated)) }

    @Test("No scope is asked for that no call needs", arguments: ScopeTable.all.map(\.scope))
    func needed(_ scope: String) throws {
        let need = try #require(ScopeTable.all.first { $0.scope == scope })
        let calls = Self.cases.filter { row in
            HubSpotResource.of(row.v3).contains { need.resources.contains($0) }
                && need.access.contains(row.isWrite ? .writing : .reading)
        }
        #expect(!calls.isEmpty)
    }

    @Test("A resource has scopes, or a reason to have none", arguments: HubSpotResource.allCases)
    func resources(_ resource: HubSpotResource) {
        let needs = ScopeTable.all.contains { $0.resources.contains(resource) }
        #expect(needs != (ScopeTable.withoutScope[resource] != nil))
    }

    struct Path: NamedCase {
        var name: String { path }
        let path: String
        let resources: [HubSpotResource]
    }

    @Test(
        "What a path is about",
        arguments: [
            Path(path: "/crm/v3/objects/contacts/tickets%40example.com?idProperty=email", resources: [.contacts]),
            Path(path: "/crm/v4/associations/Ticket/Conversation/batch/create", resources: [.tickets, .conversations]),
            Path(path: "/crm/v4/objects/contacts/9/associations/deals", resources: [.contacts, .deals]),
            Path(path: "/crm/owners/2026-09/7", resources: [.owners]),
            Path(path: "/crm/v3/pipelines/tickets", resources: [.tickets]),
            Path(path: "/marketing/v3/forms", resources: []), Path(path: "/crm/v3/objects/quotes", resources: []),
        ])
    func about(_ row: Path) { #expect(HubSpotResource.of(row.path) == row.resources) }

    struct Grant: NamedCase {
        let name: String
        let scopes: Set<String>
        let isGranted: Bool
    }

    @Test(
        "Tickets are allowed by either name",
        arguments: [
            Grant(name: "the one scope", scopes: ["tickets"], isGranted: true),
            Grant(name: "both finer ones", scopes: ["crm.objects.tickets.read", "crm.objects.tickets.write"], isGranted: true),
            Grant(name: "reading alone", scopes: ["crm.objects.tickets.read"], isGranted: false),
            Grant(name: "none", scopes: ["conversations.read"], isGranted: false),
        ])
    func granted(_ row: Grant) throws {
        let tickets = try #require(ScopeTable.all.first { $0.scope == "tickets" })
        #expect(tickets.isGranted(by: row.scopes) == row.isGranted)
    }
}
