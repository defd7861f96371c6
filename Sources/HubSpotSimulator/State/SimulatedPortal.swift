import FoundationEssentials
import RelayCore
import Synchronization

/// A HubSpot portal in memory: its inbox, its CRM, and the webhooks that changes to them make. Knows nothing of HTTP.
///
/// People act through the methods in `People`, the app through those in `API`. Both make webhooks, as HubSpot does: what the
/// app writes comes back to it.
package actor SimulatedPortal {
    private nonisolated let access: Mutex<Access>
    nonisolated let outbox = WebhookOutbox()
    package nonisolated let clock: PortalClock

    var threads: [String: SimulatedThread] = [:]
    var objects: [ObjectType: [String: SimulatedObject]] = [:]
    var definitions: [ObjectType: [PropertyDefinition]]
    /// In the order in which the objects were associated.
    var links: [ObjectLink] = []
    /// Where the objects went that were merged away: each id leads to the object that took its place.
    var merged: [ObjectReference: String] = [:]
    var groups: [ObjectType: [PropertyGroup]]
    var files: [String: SimulatedFile] = [:]
    var sequence: IDSequence
    var lastInstant = Date(timeIntervalSince1970: 0)
    /// What is still to happen, by its time.
    var plans: [(at: Date, act: @Sendable (isolated SimulatedPortal) -> Void)] = []
    /// What the next messages that the app sends fail with.
    var sendFailures: [String] = []

    package init(settings: PortalSettings = PortalSettings(), ambient: Ambient = .live) {
        access = Mutex(Access(settings: settings))
        clock = PortalClock(ambient)
        sequence = IDSequence(offset: settings.idOffset)
        definitions = Dictionary(uniqueKeysWithValues: ObjectType.allCases.map { ($0, PropertyDefinition.builtIn($0)) })
        groups = Dictionary(uniqueKeysWithValues: ObjectType.allCases.map { ($0, PropertyGroup.builtIn($0)) })
    }

    // MARK: What can be read and changed at once

    private struct Access {
        var settings: PortalSettings
        var revoked: Set<Secret> = []
    }

    /// A change takes effect with the next call; ids that were given already stay.
    package nonisolated var settings: PortalSettings {
        get { access.withLock { $0.settings } }
        set { access.withLock { $0.settings = newValue } }
    }

    /// Whose time can be moved.
    package nonisolated var ambient: Ambient { clock.ambient }

    /// From now on the token is refused, as the old one is after a rotation.
    package nonisolated func revokeToken(_ token: Secret) { access.withLock { _ = $0.revoked.insert(token) } }

    nonisolated func acceptRevokedTokens() { access.withLock { $0.revoked = [] } }

    /// nil when there is no such token, or no longer.
    nonisolated func scopes(of token: Secret) -> Set<String>? {
        access.withLock { access in
            access.revoked.contains(token) ? nil : access.settings.tokens.first { $0.value == token }?.scopes
        }
    }

    /// Now, but later than every instant given before, by a millisecond at least: what happens has an order.
    func instant() -> Date {
        let next = Timestamp.milliseconds(lastInstant) + 1
        lastInstant = Timestamp.date(milliseconds: max(Timestamp.milliseconds(ambient.now()), next))
        return lastInstant
    }

    // MARK: Finding

    func found(_ threadID: String) throws(PortalError) -> SimulatedThread {
        guard let thread = threads[threadID] else { throw .notFound }
        return thread
    }

    /// An object that is not archived; under the id of one that was merged away, the one that took its place.
    func found(_ type: ObjectType, _ id: String, isArchived: Bool = false) throws(PortalError) -> SimulatedObject {
        var id = id
        while let survivor = merged[ObjectReference(type, id)] { id = survivor }
        guard let object = objects[type]?[id], object.isArchived == isArchived else { throw .notFound }
        return object
    }

    func contact(email: String) -> SimulatedObject? {
        objects[.contact]?.values.first { !$0.isArchived && $0.emails.contains(email.lowercased()) }
    }

    func account(channelID: String) throws(PortalError) -> SimulatedChannelAccount {
        guard let account = settings.channelAccounts.first(where: { $0.channelID == channelID }) else { throw .notFound }
        return account
    }
}
