/// Every call that the simulator answers. Faults and the call log name calls by these, whatever the edition of the path.
package enum Operation: String, Sendable, CaseIterable {
    case listThreads, getThread, updateThread, archiveThread, assignThread, unassignThread
    case listMessages, getMessage, getOriginalContent, postMessage
    case getActor, readActors, listInboxes, getInbox, listChannels, getChannel, listChannelAccounts, getChannelAccount

    case listContacts, getContact, createContact, updateContact, archiveContact, searchContacts, readContacts
    case createContacts, upsertContacts
    case listTickets, getTicket, createTicket, updateTicket, archiveTicket, searchTickets, readTickets, mergeTickets
    case listCompanies, getCompany, createCompany, updateCompany, archiveCompany, searchCompanies, readCompanies
    case listDeals, getDeal, createDeal, updateDeal, archiveDeal, searchDeals, readDeals
    case listNotes, getNote, createNote, updateNote, archiveNote, searchNotes, readNotes

    case listAssociations, associateByDefault, associate, removeAssociations, readAssociations, createAssociations
    case listAssociationLabels
    case listOwners, getOwner
    case listPipelines, getPipeline, listStages
    case listProperties, getProperty, readProperties, createProperty, archiveProperty
    case listPropertyGroups, getPropertyGroup, createPropertyGroup
    case uploadFile, getFile, getSignedURL
    case tokenInfo, accountDetails, dailyUsage

    /// What a call of a kind of CRM objects does. Such calls are alike for all kinds.
    enum ObjectCall: String, Sendable, CaseIterable {
        case list, get, create, update, archive, search, read
        /// Of several at once.
        case createAll, upsert
        case merge

        /// The call for a kind of objects: `create` and tickets → `createTicket`.
        func name(_ type: ObjectType) -> String {
            switch self {
            case .list, .search, .read, .upsert, .merge: rawValue + Self.capitalized(type.rawValue)
            case .createAll: "create" + Self.capitalized(type.rawValue)
            case .get, .create, .update, .archive: rawValue + Self.capitalized(type.singular)
            }
        }

        private static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
    }

    /// nil for a call that is not of one kind of objects.
    var objectCall: (call: ObjectCall, type: ObjectType)? { Self.objectCalls[self] }

    private static let objectCalls: [Operation: (call: ObjectCall, type: ObjectType)] = {
        var calls: [Operation: (call: ObjectCall, type: ObjectType)] = [:]
        for call in ObjectCall.allCases {
            for type in ObjectType.allCases {
                if let operation = Operation(rawValue: call.name(type)) { calls[operation] = (call, type) }
            }
        }
        return calls
    }()

    /// Searches have a limit of their own, and no rate-limit headers.
    var isSearch: Bool { objectCall?.call == .search }
}
