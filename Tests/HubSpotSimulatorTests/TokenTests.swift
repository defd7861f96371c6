import HubSpotSimulator
import RelayCore
import Testing

@Suite("Several access tokens")
struct TokenTests {
    private static let new = SimulatedToken(
        Secret("pat-na1-00000000-0000-4000-8000-000000000001"), scopes: ["conversations.read", "oauth"])

    @Test("Each of two tokens has its own scopes, until one is revoked")
    func two() async throws {
        var settings = PortalSettings()
        settings.furtherTokens = [Self.new]
        try await withSimulator(settings) { server, client in
            var other = client
            other.token = Self.new.value.reveal()
            #expect(try await client.get(Edition.v3.owners).status == 200)
            #expect(try await other.get(Edition.v3.threads).status == 200)
            let refused = try await other.get(Edition.v3.owners)
            #expect(refused.status == 403)
            #expect(
                refused.json["errors"]?.array?.first?["context"]?["requiredGranularScopes"] == ["crm.objects.owners.read"])
            server.portal.revokeToken(settings.accessToken)
            #expect(try await client.get(Edition.v3.threads).status == 401)
            #expect(try await other.get(Edition.v3.threads).status == 200)
            let path = "/oauth/v2/private-apps/get/access-token-info"
            #expect(try await client.post(path, ["tokenKey": .string(settings.accessToken.reveal())]).status == 401)
            let info = try await client.post(path, ["tokenKey": .string(Self.new.value.reveal())])
            #expect(info.json["scopes"] == ["conversations.read", "oauth"])
        }
    }

    @Test(
        "The scopes that a call needs are named",
        arguments: [
            ("/crm/v3/objects/tickets", ["tickets", "crm.objects.tickets.read"]),
            ("/crm/v3/objects/0-2", ["crm.objects.companies.read"]),
            ("/crm/objects/2026-09/deals", ["crm.objects.deals.read"]),
            ("/crm/v3/pipelines/deals", ["crm.objects.deals.read"]),
            ("/crm/v3/properties/tickets", ["tickets", "crm.objects.tickets.read", "crm.schemas.tickets.read"]),
            ("/crm/v4/objects/companies/1/associations/contacts", ["crm.objects.companies.read"]),
            ("/files/v3/files/1/signed-url", ["files.ui_hidden.read"]),
        ])
    func scopes(_ path: String, _ scopes: [String]) async throws {
        var settings = PortalSettings()
        settings.scopes = []
        try await withSimulator(settings) { _, client in
            let answer = try await client.get(path)
            #expect(answer.status == 403)
            let named = answer.json["errors"]?.array?.first?["context"]?["requiredGranularScopes"]?.array?.compactMap(\.string)
            #expect(named == scopes)
        }
    }
}
