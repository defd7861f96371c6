/// What a call of HubSpot's API is about, as scopes tell resources apart.
package enum HubSpotResource: String, Sendable, CaseIterable {
    /// Threads, messages, inboxes, channel accounts, actors.
    case conversations
    case contacts
    case companies
    case deals
    /// Tickets, their properties and pipelines.
    case tickets
    case notes
    case owners
    case files
    case account
    /// Whose token it is.
    case token

    /// What the path of a call is about, in both editions: an association is about both its ends. Empty for a path that nobody
    /// knows.
    static func of(_ path: String) -> [HubSpotResource] {
        let segments = path.split(separator: "?", maxSplits: 1)[0].split(separator: "/").map(String.init)
        switch segments.first {
        case "conversations": return [.conversations]
        case "files": return [.files]
        case "account-info": return [.account]
        case "oauth": return [.token]
        case "crm": break
        default: return []
        }
        if segments.contains("owners") { return [.owners] }
        let kinds = segments.dropFirst().compactMap(kind)
        return kinds.reduce(into: []) { unique, kind in if !unique.contains(kind) { unique.append(kind) } }
    }

    /// A kind of objects as it stands in paths: `contacts`, and in those of associations `Ticket` and `Conversation`.
    private static func kind(_ segment: String) -> HubSpotResource? {
        switch segment {
        case "contacts": .contacts
        case "companies": .companies
        case "deals": .deals
        case "tickets", "Ticket": .tickets
        case "notes": .notes
        case "Conversation": .conversations
        default: nil
        }
    }
}
