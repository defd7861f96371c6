import FoundationEssentials
import HubSpotAPI
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("The scopes of the table are enough, and none is too many")
struct ScopeSufficiencyTests {
    /// Of an answer, and of a handoff with contact, ticket, comment and owner.
    private static func calls(_ scopes: Set<String>) async throws -> [SimulatedCall] {
        var settings = PortalSettings()
        settings.scopes = scopes
        settings.createsContacts = false
        let environment = ["HANDOFF_USER_ID": "\(settings.rep.userID)"]
        var calls: [SimulatedCall] = []
        try await Stage.run(environment, settings) { stage in
            let relay = try Relay(stage)
            // What misses a scope waits for days.
            relay.patience = 60
            let thread = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", name: "Robin Reader", subject: "Boots", text: "How long does shipping take?"
            ).threadID
            _ = try? await relay.settle()
            _ = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", subject: "Boots", text: "I want to talk to a human please", threadID: thread)
            _ = try? await relay.settle()
            calls = stage.simulator.calls
        }
        return calls
    }

    @Test("With all of them HubSpot refuses nothing")
    func enough() async throws {
        let calls = try await Self.calls(Set(ScopeTable.scopes))
        #expect(calls.filter { $0.status == 403 }.isEmpty)
        for operation in [HubSpotSimulator.Operation.postMessage, .createContact, .createTicket, .assignThread, .getOwner] {
            #expect(calls.contains { $0.operation == operation }, "\(operation)")
        }
    }

    /// `oauth` is every app's, and the check's alone. Companies and deals are read of contacts that have some; this one has none.
    @Test(
        "Without one of them HubSpot refuses a call",
        arguments: ScopeTable.scopes.filter { !["oauth", "crm.objects.companies.read", "crm.objects.deals.read"].contains($0) })
    func needed(_ scope: String) async throws {
        let calls = try await Self.calls(Set(ScopeTable.scopes).subtracting([scope]))
        #expect(calls.contains { $0.status == 403 })
    }
}
