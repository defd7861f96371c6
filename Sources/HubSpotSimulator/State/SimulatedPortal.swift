import FoundationEssentials
import RelayCore

/// A HubSpot portal in memory: its inbox, its CRM, and the webhooks that changes to them make. Knows nothing of HTTP.
///
/// People act through `+people`, the app through the calls that the server passes on; both make webhooks, as HubSpot does:
/// what the app writes comes back to it.
package actor SimulatedPortal {
    package nonisolated let settings: PortalSettings
    nonisolated let outbox = WebhookOutbox()
    nonisolated let ambient: Ambient

    var threads: [String: SimulatedThread] = [:]
    var objects: [ObjectType: [String: SimulatedObject]] = [:]
    var definitions: [ObjectType: [PropertyDefinition]]
    /// Contact and ticket, in the order in which they were associated.
    var ticketContacts: [(ticket: String, contact: String)] = []
    var sequence: IDSequence
    private var lastInstant = Date(timeIntervalSince1970: 0)

    package init(settings: PortalSettings = PortalSettings(), ambient: Ambient = .live) {
        self.settings = settings
        self.ambient = ambient
        sequence = IDSequence(offset: settings.idOffset)
        definitions = Dictionary(uniqueKeysWithValues: ObjectType.allCases.map { ($0, PropertyDefinition.builtIn($0)) })
    }

    /// Now, but later than every instant given before, by a millisecond at least: what happens has an order.
    func instant() -> Date {
        let next = Timestamp.milliseconds(lastInstant) + 1
        lastInstant = Timestamp.date(milliseconds: max(Timestamp.milliseconds(ambient.now()), next))
        return lastInstant
    }

    // MARK: Webhooks

    /// Puts an event in the outbox, if the app has subscribed to its type.
    ///
    /// Ids are numbers, and `occurredAt` is in milliseconds, as captures show them.
    func emit(_ type: WebhookType, objectID: String, at instant: Date, _ members: [String: JSON] = [:]) {
        guard settings.subscriptions.contains(type) else { return }
        var event = members
        event["eventId"] = .number(JSONNumber(sequence.event()))
        event["subscriptionId"] = .number(JSONNumber(type.subscriptionID))
        event["portalId"] = .number(JSONNumber(settings.portalID))
        event["appId"] = .number(JSONNumber(settings.appID))
        event["occurredAt"] = .number(JSONNumber(Timestamp.milliseconds(instant)))
        event["subscriptionType"] = .string(type.rawValue)
        event["attemptNumber"] = 0
        event["objectId"] = Self.number(objectID)
        outbox.add(.object(event))
    }

    /// Sends any JSON object as a webhook event, for events that the simulator does not make itself or that no longer match
    /// anything, like those of HubSpot's own test button.
    package func sendWebhook(_ event: JSON) { outbox.add(event) }

    /// Takes what waits in the outbox, for tests that run no ``WebhookSender``.
    package func takeWebhooks() -> [JSON] { outbox.take(.max) }

    static func number(_ id: String) -> JSON { Int(id).map { .number(JSONNumber($0)) } ?? .string(id) }

    // MARK: Finding

    func found(_ threadID: String) throws(Refusal) -> SimulatedThread {
        guard let thread = threads[threadID] else { throw .notFound }
        return thread
    }

    func found(_ type: ObjectType, _ id: String) throws(Refusal) -> SimulatedObject {
        guard let object = objects[type]?[id] else { throw .notFound }
        return object
    }

    func contact(email: String) -> SimulatedObject? {
        objects[.contact]?.values.first { $0.emails.contains(email.lowercased()) }
    }

    func account(channelID: String) throws(Refusal) -> SimulatedChannelAccount {
        guard let account = settings.channelAccounts.first(where: { $0.channelID == channelID }) else { throw .notFound }
        return account
    }
}
