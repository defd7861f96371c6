/// The scopes that the simulated calls ask for.
package enum APIScope {
    package static let conversationsRead = "conversations.read"
    package static let conversationsWrite = "conversations.write"
    package static let tickets = "tickets"
    package static let ticketsRead = "crm.objects.tickets.read"
    package static let ticketsWrite = "crm.objects.tickets.write"
    package static let contactsRead = "crm.objects.contacts.read"
    package static let contactsWrite = "crm.objects.contacts.write"
    package static let companiesRead = "crm.objects.companies.read"
    package static let companiesWrite = "crm.objects.companies.write"
    package static let dealsRead = "crm.objects.deals.read"
    package static let dealsWrite = "crm.objects.deals.write"
    package static let ownersRead = "crm.objects.owners.read"
    package static let files = "files"
    package static let filesHidden = "files.ui_hidden.read"
    package static let oauth = "oauth"

    /// What the token of a portal is given unless its settings say otherwise.
    package static let all: Set<String> = [
        conversationsRead, conversationsWrite, tickets, contactsRead, contactsWrite, companiesRead, companiesWrite, dealsRead,
        dealsWrite, ownersRead, files, filesHidden, oauth,
    ]

    /// Any one of them allows to read objects of the kind. nil is a kind that the simulator does not know.
    static func reading(_ type: ObjectType?) -> [String] {
        switch type {
        case .ticket: [tickets, ticketsRead]
        // Notes have no scope of their own.
        case .contact, .note, nil: [contactsRead]
        case .company: [companiesRead]
        case .deal: [dealsRead]
        }
    }

    static func writing(_ type: ObjectType?) -> [String] {
        switch type {
        case .ticket: [tickets, ticketsWrite]
        case .contact, .note, nil: [contactsWrite]
        case .company: [companiesWrite]
        case .deal: [dealsWrite]
        }
    }

    static func readingSchema(_ type: ObjectType?) -> [String] { reading(type) + schema(type, "read") }

    static func writingSchema(_ type: ObjectType?) -> [String] { (type == .ticket ? [tickets] : []) + schema(type, "write") }

    private static func schema(_ type: ObjectType?, _ right: String) -> [String] {
        type.map { ["crm.schemas.\($0.rawValue).\(right)"] } ?? []
    }
}
