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
    package var store: @Sendable () async -> StoreState
    package var queue: @Sendable () async -> QueueState
    /// By organization.
    package var lastWebhook: @Sendable (String) async -> LastWebhook
    /// The settings file; nil where there is none.
    package var settingsPath: String?
    package var strayKeys: [StrayKey] = []
    /// The file of a history that was before the queue was shared; nil where there is none.
    package var leftHistory: String?

    package init(
        transport: any HTTPTransport, ambient: Ambient, logger: Logger, webhookRoute: String,
        engine: (@Sendable (OrganizationConfiguration) throws -> any AnswerEngine)?,
        store: @escaping @Sendable () async -> StoreState, queue: @escaping @Sendable () async -> QueueState,
        lastWebhook: @escaping @Sendable (String) async -> LastWebhook, settingsPath: String?
    ) {
        self.transport = transport
        self.ambient = ambient
        self.logger = logger
        self.webhookRoute = webhookRoute
        self.engine = engine
        self.store = store
        self.queue = queue
        self.lastWebhook = lastWebhook
        self.settingsPath = settingsPath
    }
}
