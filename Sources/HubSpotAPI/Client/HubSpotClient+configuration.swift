import RelayCore

extension HubSpotClient.Settings {
    package init(_ organization: OrganizationConfiguration) {
        self.init(
            baseURL: organization[ConfigurationKeys.apiBase],
            edition: HubSpotEdition(name: organization[ConfigurationKeys.apiEdition]) ?? .v3,
            accessTokens: organization[ConfigurationKeys.accessToken])
    }
}
