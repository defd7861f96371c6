import FoundationEssentials
import RelayCore

/// A note on a record's timeline.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide
package struct Note: Sendable, Hashable {
    package let id: String
    package let html: String
    package let createdAt: Date?
    /// The HubSpot user who wrote it, where HubSpot tells.
    package let authorUserID: String?
    /// The owner that the note is of: an owner id.
    package let ownerID: String?
    /// The integration that wrote it, where one did: an app id.
    package let appID: String?
    package let ticketIDs: [String]

    static let properties = [
        "hs_note_body", "hs_timestamp", "hs_createdate", "hs_created_by_user_id", "hubspot_owner_id", "hs_object_source",
        "hs_object_source_id",
    ]

    init(_ object: CRMObject, ticketIDs: [String]) {
        let properties = object.properties
        id = object.id
        html = properties["hs_note_body"] ?? ""
        createdAt = (properties["hs_createdate"] ?? properties["hs_timestamp"]).flatMap(Timestamp.parse) ?? object.createdAt
        authorUserID = properties["hs_created_by_user_id"]
        ownerID = properties["hubspot_owner_id"]
        appID = properties["hs_object_source"] == ClientType.integration.rawValue ? properties["hs_object_source_id"] : nil
        self.ticketIDs = ticketIDs
    }
}
