import Logging
import RelayCore

/// What a check asks outside HubSpot's typed calls.
package struct CheckTools: Sendable {
    package var transport: any HTTPTransport
    package var ambient: Ambient
    package var logger: Logger
    /// Of webhooks, with `{organization}` and `{token}`.
    package var webhookRoute: String
    /// nil: the engine is not asked.
    package var engine: (@Sendable (OrganizationConfiguration) throws -> any AnswerEngine)?
    /// What is wrong with the store; nil: it opens.
    package var storeProblem: @Sendable () -> String?
    package var queue: @Sendable () async -> QueueState
    /// By organization.
    package var lastWebhook: @Sendable (String) async -> LastWebhook
    /// The settings file; nil where there is none.
    package var settingsPath: String?

    package init(
        transport: any HTTPTransport, ambient: Ambient, logger: Logger, webhookRoute: String,
        engine: (@Sendable (OrganizationConfiguration) throws -> any AnswerEngine)?,
        storeProblem: @escaping @Sendable () -> String?, queue: @escaping @Sendable () async -> QueueState,
        lastWebhook: @escaping @Sendable (String) async -> LastWebhook, settingsPath: String?
    ) {
        self.transport = transport
        self.ambient = ambient
        self.logger = logger
        self.webhookRoute = webhookRoute
        self.engine = engine
        self.storeProblem = storeProblem
        self.queue = queue
        self.lastWebhook = lastWebhook
        self.settingsPath = settingsPath
    }
}
