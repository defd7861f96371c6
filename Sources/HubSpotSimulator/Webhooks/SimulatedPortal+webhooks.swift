import FoundationEssentials
import RelayCore

/// What the portal tells the app.
extension SimulatedPortal {
    /// Puts an event in the outbox, if the app has subscribed to its type.
    ///
    /// Ids are numbers, and `occurredAt` is in milliseconds, as captures show them.
    /// - Parameter objectID: nil for an event that names its objects otherwise.
    func emit(_ type: WebhookType, objectID: String?, at instant: Date, _ members: JSONObject = [:]) {
        guard settings.subscriptions.contains(type) else { return }
        if let name = members["propertyName"]?.string, settings.subscribedProperties?.contains(name) == false { return }
        var event = members
        event["eventId"] = .number(JSONNumber(sequence.event()))
        event["subscriptionId"] = .number(JSONNumber(type.subscriptionID))
        event["portalId"] = .number(JSONNumber(settings.portalID))
        event["appId"] = .number(JSONNumber(settings.appID))
        event["occurredAt"] = .number(JSONNumber(Timestamp.milliseconds(instant)))
        event["subscriptionType"] = .string(type.rawValue)
        event["attemptNumber"] = 0
        event["objectId"] = objectID.map(Self.number)
        outbox.add(settings.sendsWebhookIDsAsText ? JSON.object(event).idsAsText : .object(event))
    }

    /// Tells of an object of the CRM: by the event of its kind, and by the generic one.
    func emit(
        _ event: ObjectEvent, of object: ObjectReference, at instant: Date, _ author: ChangeAuthor, _ members: JSONObject
    ) {
        var members = members
        members["changeSource"] = .string(author.changeSource)
        members["sourceId"] = author.sourceID.map(JSON.string)
        if let type = event.type(object.type) { emit(type, objectID: object.id, at: instant, members) }
        members["objectTypeId"] = .string(object.type.typeID)
        if event == .propertyChange { members["isSensitive"] = false }
        if event == .merge { members["changeFlag"] = nil }
        if let type = event.genericType { emit(type, objectID: object.id, at: instant, members) }
    }

    /// Tells of an association, once from each side.
    func emitAssociation(
        _ one: ObjectReference, _ other: ObjectReference, isRemoved: Bool, isPrimary: Bool, by author: ChangeAuthor
    ) {
        let instant = instant()
        for (from, to) in [(one, other), (other, one)] {
            var members: JSONObject = [
                "fromObjectId": Self.number(from.id), "toObjectId": Self.number(to.id), "associationRemoved": .bool(isRemoved),
                "isPrimaryAssociation": .bool(isPrimary), "changeSource": .string(author.changeSource),
            ]
            members["sourceId"] = author.sourceID.map(JSON.string)
            members["associationType"] = .string("\(from.type.singular)_to_\(to.type.singular)".uppercased())
            if let type = ObjectEvent.associationChange.type(from.type) { emit(type, objectID: nil, at: instant, members) }
            let typeID =
                isPrimary
                ? Association.primaryTypeID(from: from.type, to: to.type) : Association.typeID(from: from.type, to: to.type)
            members["fromObjectTypeId"] = .string(from.type.typeID)
            members["toObjectTypeId"] = .string(to.type.typeID)
            members["associationCategory"] = "HUBSPOT_DEFINED"
            members["associationTypeId"] = .optional(typeID)
            emit(.objectAssociationChange, objectID: nil, at: instant, members)
        }
    }

    /// Sends any JSON object as a webhook event, for events that the simulator does not make itself or that no longer match
    /// anything, like those of HubSpot's own test button.
    package func sendWebhook(_ event: JSON) { outbox.add(event) }

    /// Takes what waits in the outbox, for tests that run no ``WebhookSender``.
    package func takeWebhooks() -> [JSON] {
        catchUp()
        return outbox.takeAll()
    }

    // MARK: Disturbances

    /// Makes something happen to the next events on their way.
    /// - Parameters:
    ///   - type: Which events; nil for all.
    ///   - times: nil for always.
    package nonisolated func disturbWebhooks(_ disturbance: WebhookDisturbance, _ type: WebhookType? = nil, times: Int? = 1) {
        outbox.disturb(disturbance, type, times: times)
    }

    /// Keeps the events from now on, until they are released.
    package nonisolated func holdWebhooks() { outbox.hold() }

    /// - Parameter shuffled: Whether what was kept goes out in another order than it happened in.
    package nonisolated func releaseWebhooks(shuffled: Bool = false) { outbox.release(shuffled: shuffled) }

    /// How many events wait to be sent.
    package nonisolated var waitingWebhooks: Int { outbox.count }

    static func number(_ id: String) -> JSON { Int(id).map { .number(JSONNumber($0)) } ?? .string(id) }
}
