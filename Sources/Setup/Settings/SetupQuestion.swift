import RelayCore

/// What a new settings file needs to know.
package struct SetupQuestion: Sendable {
    package let key: KeyDefinition
    /// For people, who may not know the key.
    package let prompt: String
    /// An empty answer leaves it open: it is filled in later.
    package let mayWait: Bool
    /// Asked only where another key has one of these values.
    private let condition: (key: String, values: [String])?

    private init<Value>(
        _ key: ConfigurationKey<Value>, _ prompt: String, mayWait: Bool = false,
        when condition: (key: ConfigurationKey<String>, values: [String])? = nil
    ) {
        self.key = key.definition
        self.prompt = prompt
        self.mayWait = mayWait
        self.condition = condition.map { ($0.key.name, $0.values) }
    }

    /// Where a user's id stands.
    static let userPlace = "the number at the end of the browser's address"

    func isAsked(_ draft: SettingsDraft) -> Bool {
        guard let condition else { return true }
        return condition.values.contains(draft.value(condition.key) ?? "")
    }

    /// In the order in which they are asked.
    package static let all: [SetupQuestion] = [
        SetupQuestion(ConfigurationKeys.publicURL, "The address that HubSpot calls, as https://relay.example.com"),
        SetupQuestion(
            ConfigurationKeys.accessToken, "The app's access token (empty: after the app is uploaded)", mayWait: true),
        SetupQuestion(
            ConfigurationKeys.clientSecret, "The app's client secret (empty: after the app is uploaded)", mayWait: true),
        SetupQuestion(
            ConfigurationKeys.userID,
            "The id of the HubSpot user that the AI writes as (empty: later). Open the user in Settings > Users & Teams: \(userPlace)",
            mayWait: true),
        SetupQuestion(ConfigurationKeys.aiEngine, "Who answers: articles, openai or http"),
        SetupQuestion(
            ConfigurationKeys.articlesPath, "The folder of your articles, Markdown files",
            when: (ConfigurationKeys.aiEngine, ["articles"])),
        SetupQuestion(
            ConfigurationKeys.aiURL, "The address of the engine, as https://ai.example.com/v1",
            when: (ConfigurationKeys.aiEngine, ["openai", "http"])),
        SetupQuestion(ConfigurationKeys.aiModel, "The model", when: (ConfigurationKeys.aiEngine, ["openai"])),
        SetupQuestion(
            ConfigurationKeys.aiKey, "The engine's key (empty: none)", mayWait: true,
            when: (ConfigurationKeys.aiEngine, ["openai", "http"])),
    ]
}
