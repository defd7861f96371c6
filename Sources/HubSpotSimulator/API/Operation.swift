/// Every call that the simulator answers, with its paths in both editions.
///
/// Faults and the call log name calls by these, whatever the edition.
package enum Operation: String, Sendable, CaseIterable {
    case listThreads, getThread, updateThread, archiveThread, assignThread, unassignThread
    case listMessages, getMessage, getOriginalContent, postMessage
    case getActor, readActors, listInboxes, listChannels, listChannelAccounts
    case getContact, createContact, updateContact, searchContacts
    case getTicket, createTicket, updateTicket, searchTickets
    case ticketsOfContact, contactsOfTicket
    case listOwners, getOwner
    case listTicketPipelines, getTicketPipeline
    case listTicketProperties, getTicketProperty, createTicketProperty
    case tokenInfo, accountDetails

    /// What a call looks like.
    struct Route: Sendable {
        var method: String
        /// Segments in braces stand for anything.
        var paths: [String]
        /// Any one of them is enough; none where the call needs no token.
        var scopes: [String]
    }

    var route: Route {
        switch self {
        case .listThreads: Self.threads("GET", "")
        case .getThread: Self.threads("GET", "/{thread}")
        case .updateThread: Self.threads("PATCH", "/{thread}")
        case .archiveThread: Self.threads("DELETE", "/{thread}")
        case .assignThread: Self.assignee("PUT")
        case .unassignThread: Self.assignee("DELETE")
        case .listMessages: Self.threads("GET", "/{thread}/messages")
        case .getMessage: Self.threads("GET", "/{thread}/messages/{message}")
        case .getOriginalContent: Self.threads("GET", "/{thread}/messages/{message}/original-content")
        case .postMessage: Self.threads("POST", "/{thread}/messages")
        case .getActor: Self.conversations("GET", "actors/{actor}")
        // A reading call, although it is a POST.
        case .readActors: Self.conversations("POST", "actors/batch/read", scope: APIScope.conversationsRead)
        case .listInboxes: Self.conversations("GET", "inboxes")
        case .listChannels: Self.conversations("GET", "channels")
        case .listChannelAccounts: Self.conversations("GET", "channel-accounts")
        case .getContact: Self.object("GET", "contacts/{id}", [APIScope.contactsRead])
        case .createContact: Self.object("POST", "contacts", [APIScope.contactsWrite])
        case .updateContact: Self.object("PATCH", "contacts/{id}", [APIScope.contactsWrite])
        case .searchContacts: Self.object("POST", "contacts/search", [APIScope.contactsRead])
        case .getTicket: Self.object("GET", "tickets/{id}", [APIScope.tickets])
        case .createTicket: Self.object("POST", "tickets", [APIScope.tickets])
        case .updateTicket: Self.object("PATCH", "tickets/{id}", [APIScope.tickets])
        case .searchTickets: Self.object("POST", "tickets/search", [APIScope.tickets])
        case .ticketsOfContact: Self.association("contacts/{id}/associations/tickets", [APIScope.contactsRead])
        case .contactsOfTicket: Self.association("tickets/{id}/associations/contacts", [APIScope.tickets])
        case .listOwners: Self.crm("GET", "owners", "", [APIScope.ownersRead])
        case .getOwner: Self.crm("GET", "owners", "/{id}", [APIScope.ownersRead])
        case .listTicketPipelines: Self.crm("GET", "pipelines", "/tickets", [APIScope.tickets])
        case .getTicketPipeline: Self.crm("GET", "pipelines", "/tickets/{id}", [APIScope.tickets])
        case .listTicketProperties: Self.crm("GET", "properties", "/tickets", [APIScope.tickets])
        case .getTicketProperty: Self.crm("GET", "properties", "/tickets/{name}", [APIScope.tickets])
        case .createTicketProperty: Self.crm("POST", "properties", "/tickets", [APIScope.tickets])
        case .tokenInfo: Route(method: "POST", paths: ["/oauth/v2/private-apps/get/access-token-info"], scopes: [])
        case .accountDetails:
            Route(method: "GET", paths: ["/account-info/v3/details", "/account-info/2026-09/details"], scopes: [APIScope.oauth])
        }
    }

    private static func conversations(_ method: String, _ rest: String, scope: String? = nil) -> Route {
        let scope = scope ?? (method == "GET" ? APIScope.conversationsRead : APIScope.conversationsWrite)
        return Route(
            method: method, paths: ["/conversations/v3/conversations/\(rest)", "/conversations/conversations/2026-09/\(rest)"],
            scopes: [scope])
    }

    private static func threads(_ method: String, _ rest: String) -> Route { conversations(method, "threads\(rest)") }

    /// HubSpot's documents disagree about this path of v3: both are answered.
    private static func assignee(_ method: String) -> Route {
        var route = threads(method, "/{thread}/assignee")
        route.paths.append("/conversations/conversations/v3/threads/{thread}/assignee")
        return route
    }

    private static func object(_ method: String, _ rest: String, _ scopes: [String]) -> Route {
        Route(method: method, paths: ["/crm/v3/objects/\(rest)", "/crm/objects/2026-09/\(rest)"], scopes: scopes)
    }

    private static func association(_ rest: String, _ scopes: [String]) -> Route {
        Route(method: "GET", paths: ["/crm/v4/objects/\(rest)", "/crm/objects/2026-09/\(rest)"], scopes: scopes)
    }

    private static func crm(_ method: String, _ kind: String, _ rest: String, _ scopes: [String]) -> Route {
        Route(method: method, paths: ["/crm/v3/\(kind)\(rest)", "/crm/\(kind)/2026-09\(rest)"], scopes: scopes)
    }
}
