/// A scope that our calls need: which calls, what for, and what stops without it.
package struct ScopeNeed: Sendable {
    package enum Access: Sendable {
        case reading
        case writing
    }

    /// As HubSpot names it, and as an app asks for it.
    package let scope: String
    /// Scopes that together allow the same: an app that was made otherwise need not be changed.
    package let orElse: [String]
    package let resources: [HubSpotResource]
    package let access: [Access]
    /// What it is used for.
    package let feature: String
    package let stopsWithout: String
    /// False where only a part of what the team reads is missing without it.
    package var isVital = true

    package func isGranted(by scopes: Set<String>) -> Bool {
        scopes.contains(scope) || (!orElse.isEmpty && orElse.allSatisfy(scopes.contains))
    }
}

/// Every scope that DeskRelay needs, and no more: the app's files, the check and the documents are made of it.
///
/// Sources: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes and the pages of the calls.
package enum ScopeTable {
    package static let all: [ScopeNeed] = [
        ScopeNeed(
            scope: "oauth", orElse: [], resources: [.account], access: [.reading], feature: "telling the portal",
            stopsWithout: "HubSpot gives it to every app; without it the check cannot name the portal's region",
            isVital: false),
        ScopeNeed(
            scope: "conversations.read", orElse: [], resources: [.conversations], access: [.reading],
            feature: "reading threads, messages, inboxes and channels; webhooks of conversations",
            stopsWithout: "no message is received or read: the AI answers nobody"),
        ScopeNeed(
            scope: "conversations.write", orElse: [], resources: [.conversations], access: [.writing],
            feature: "posting answers, drafts and comments; assigning and closing threads",
            stopsWithout: "nothing is posted: no answer, no draft, no comment; no thread is assigned or closed"),
        ScopeNeed(
            scope: "tickets", orElse: ["crm.objects.tickets.read", "crm.objects.tickets.write"], resources: [.tickets],
            access: [.reading, .writing],
            feature: "tickets of handoffs, the mirror of their properties; webhooks of tickets",
            stopsWithout: "a handoff makes no ticket, and no ticket property is mirrored"),
        ScopeNeed(
            scope: "crm.objects.contacts.read", orElse: [], resources: [.contacts, .notes], access: [.reading],
            feature: "the customer's contact; notes in the help desk; webhooks of privacy deletions",
            stopsWithout:
                "the customer is not found by address or number, notes in the help desk are not read, and erasures are missed"),
        ScopeNeed(
            scope: "crm.objects.contacts.write", orElse: [], resources: [.contacts, .notes], access: [.writing],
            feature: "a contact for a new customer; notes on help desk tickets",
            stopsWithout: "a handoff makes no contact, and on help desk threads the team gets no note"),
        ScopeNeed(
            scope: "crm.objects.companies.read", orElse: [], resources: [.companies], access: [.reading],
            feature: "the customer's company in handoff comments",
            stopsWithout: "handoff comments do not name the customer's company", isVital: false),
        ScopeNeed(
            scope: "crm.objects.deals.read", orElse: [], resources: [.deals], access: [.reading],
            feature: "the customer's open deals in handoff comments",
            stopsWithout: "handoff comments do not name the customer's open deals", isVital: false),
        ScopeNeed(
            scope: "crm.objects.owners.read", orElse: [], resources: [.owners], access: [.reading],
            feature: "whom tickets and threads are assigned to",
            stopsWithout: "nobody is assigned: neither tickets nor threads"),
    ]

    /// What no scope is needed for, or what no function calls; with the reason.
    static let withoutScope: [HubSpotResource: String] = [
        .token: "HubSpot tells every token whose it is", .files: "no function reads or writes files",
    ]

    /// What an app must be given.
    package static var scopes: [String] { all.map(\.scope) }

    /// The scopes that a call needs.
    static func needs(_ resource: HubSpotResource, _ access: ScopeNeed.Access) -> [ScopeNeed] {
        all.filter { $0.resources.contains(resource) && $0.access.contains(access) }
    }
}
