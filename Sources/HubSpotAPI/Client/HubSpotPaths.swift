/// Which edition of HubSpot's paths is called.
///
/// HubSpot ends the support of v3 in September 2027.
/// Source: https://developers.hubspot.com/changelog/legacy-apis-and-legacy-apps-whats-going-unsupported-and-when
package enum HubSpotEdition: String, Sendable, CaseIterable {
    case v3
    case dated202609 = "2026-09"

    package init?(name: String) { self.init(rawValue: name) }
}

/// Under which date HubSpot has the paths of conversations.
enum ConversationsEdition: String, Sendable {
    case dated = "2026-09"
    /// HubSpot's guide of autumn 2026 names these.
    case beta = "2026-09-beta"
}

/// Every path that is called, for each edition; in one place.
struct HubSpotPaths: Sendable {
    let edition: HubSpotEdition

    private func pick(_ v3: String, _ dated: String) -> String { edition == .v3 ? v3 : dated }

    // MARK: Conversations

    private var conversations: String { pick("/conversations/v3/conversations", Self.datedConversations) }
    private static let datedConversations = "/conversations/conversations/\(ConversationsEdition.dated.rawValue)"

    /// The same path under the other date; nil for what is no dated path of conversations.
    static func inBeta(_ path: String) -> String? {
        guard path.hasPrefix("\(datedConversations)/") else { return nil }
        return "/conversations/conversations/\(ConversationsEdition.beta.rawValue)" + path.dropFirst(datedConversations.count)
    }
    var threads: String { "\(conversations)/threads" }
    var inboxes: String { "\(conversations)/inboxes" }
    var channelAccounts: String { "\(conversations)/channel-accounts" }
    var actorsBatch: String { "\(conversations)/actors/batch/read" }

    func thread(_ id: String) -> String { "\(threads)/\(URLText.segment(id))" }
    func messages(_ threadID: String) -> String { "\(thread(threadID))/messages" }
    func message(_ threadID: String, _ id: String) -> String { "\(messages(threadID))/\(URLText.segment(id))" }
    func originalContent(_ threadID: String, _ id: String) -> String { "\(message(threadID, id))/original-content" }

    /// In the order they are tried: HubSpot's guide and its reference differ for v3.
    func assignee(_ threadID: String) -> [String] {
        let guide = "\(thread(threadID))/assignee"
        let reference = "/conversations/conversations/v3/threads/\(URLText.segment(threadID))/assignee"
        return edition == .v3 ? [guide, reference] : [guide]
    }

    // MARK: CRM

    func objects(_ kind: CRMKind) -> String { pick("/crm/v3/objects", "/crm/objects/2026-09") + "/\(kind.rawValue)" }
    func object(_ kind: CRMKind, _ id: String) -> String { "\(objects(kind))/\(URLText.segment(id))" }
    func search(_ kind: CRMKind) -> String { "\(objects(kind))/search" }
    func batchRead(_ kind: CRMKind) -> String { "\(objects(kind))/batch/read" }

    /// Associations of a record are v4 beside v3.
    private func links(_ kind: CRMKind, _ id: String) -> String {
        pick("/crm/v4/objects", "/crm/objects/2026-09") + "/\(kind.rawValue)/\(URLText.segment(id))/associations"
    }
    func associations(_ kind: CRMKind, _ id: String, _ other: CRMKind) -> String { "\(links(kind, id))/\(other.rawValue)" }
    func defaultAssociation(_ kind: CRMKind, _ id: String, _ other: CRMKind, _ otherID: String) -> String {
        "\(links(kind, id))/default/\(other.rawValue)/\(URLText.segment(otherID))"
    }

    /// - Parameters: Names of kinds of objects, as HubSpot's schemas have them.
    func newAssociations(_ from: String, _ to: String) -> String {
        pick("/crm/v4/associations", "/crm/associations/2026-09") + "/\(from)/\(to)/batch/create"
    }

    var owners: String { pick("/crm/v3/owners", "/crm/owners/2026-09") }
    func owner(_ id: String) -> String { "\(owners)/\(URLText.segment(id))" }
    var ticketPipelines: String { pick("/crm/v3/pipelines/tickets", "/crm/pipelines/2026-09/tickets") }
    var ticketProperties: String { pick("/crm/v3/properties/tickets", "/crm/properties/2026-09/tickets") }
    func ticketProperty(_ name: String) -> String { "\(ticketProperties)/\(URLText.segment(name))" }

    // MARK: Files and the account

    var files: String { pick("/files/v3/files", "/files/2026-09/files") }
    func signedURL(_ fileID: String) -> String { "\(files)/\(URLText.segment(fileID))/signed-url" }
    var accountDetails: String { pick("/account-info/v3/details", "/account-info/2026-09/details") }
    /// Not part of either edition.
    var tokenInfo: String { "/oauth/v2/private-apps/get/access-token-info" }
}
