import FoundationEssentials

/// One of HubSpot's events, as its webhook tells it: its type is `hubspot.` and HubSpot's subscription type, its data is
/// HubSpot's element unchanged.
package enum HubSpotEvent {
    package static let prefix = "hubspot."

    /// What our functions take of them.
    package static let newMessage = "hubspot.conversation.newMessage"
    package static let conversationCreation = "hubspot.conversation.creation"
    package static let conversationPropertyChange = "hubspot.conversation.propertyChange"
    package static let conversationDeletion = "hubspot.conversation.deletion"
    package static let conversationPrivacyDeletion = "hubspot.conversation.privacyDeletion"
    package static let contactPrivacyDeletion = "hubspot.contact.privacyDeletion"
    package static let objectCreation = "hubspot.object.creation"
    package static let ticketPropertyChange = "hubspot.ticket.propertyChange"
    package static let objectPropertyChange = "hubspot.object.propertyChange"

    /// Whether events of the type carry a value of a record's property.
    package static func isPropertyChange(_ type: String) -> Bool { type.hasPrefix(prefix) && type.hasSuffix(".propertyChange") }

    /// Source: CloudEvents wants a URI reference that names the context: here the portal.
    package static func source(portalID: String) -> String { "/hubspot/\(portalID)" }

    /// Reads one element of a delivery.
    /// - Parameters:
    ///   - type: HubSpot's subscription type.
    ///   - portalID: The portal that the element names.
    /// - Throws: ``FieldError`` that names what is missing or mistyped.
    package static func event(
        _ reader: ObjectReader, type: String, portalID: String, organization: String?
    ) throws(FieldError) -> RelayEvent {
        let occurredAt = try reader.id("occurredAt")
        let time = try reader.milliseconds("occurredAt")
        let object = try WebhookObject(reader, type: type)
        return RelayEvent(
            id: try object.eventID(reader, occurredAt: occurredAt), source: source(portalID: portalID), type: prefix + type,
            subject: object.id, time: Timestamp.rfc3339(time), data: .object(reader.members), organization: organization)
    }
}

/// One of HubSpot's events as our functions read it.
package protocol HubSpotEventReading: Sendable {
    /// The types of events that are read so.
    static var types: [String] { get }
    /// What `docs/events.md` says of them.
    static var description: EventDescription { get }
    /// - Throws: ``FieldError`` that names the field.
    init(_ event: RelayEvent) throws(FieldError)
}
