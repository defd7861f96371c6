import RelayCore

extension SimulatedPortal {
    /// Answers a call of the API, in one step: nothing else happens to the portal in between.
    func answer(_ request: APIRequest) throws(Refusal) -> APIReply {
        switch request.operation {
        case .listThreads: try listThreads(request)
        case .getThread: try getThread(request)
        case .updateThread: try updateThread(request)
        case .archiveThread: try archiveThread(request)
        case .assignThread: try assignThread(request)
        case .unassignThread: try unassignThread(request)
        case .listMessages: try listMessages(request)
        case .getMessage: try getMessage(request)
        case .getOriginalContent: try getOriginalContent(request)
        case .postMessage: try postMessage(request)
        case .getActor: try getActor(request)
        case .readActors: try readActors(request)
        case .listInboxes: listInboxes()
        case .listChannels: listChannels()
        case .listChannelAccounts: listChannelAccounts(request)
        case .getContact: try getObject(.contact, request)
        case .createContact: try createObject(.contact, request)
        case .updateContact: try updateObject(.contact, request)
        case .searchContacts: try searchObjects(.contact, request)
        case .getTicket: try getObject(.ticket, request)
        case .createTicket: try createObject(.ticket, request)
        case .updateTicket: try updateObject(.ticket, request)
        case .searchTickets: try searchObjects(.ticket, request)
        case .ticketsOfContact: try ticketsOfContact(request)
        case .contactsOfTicket: try contactsOfTicket(request)
        case .listOwners: listOwners(request)
        case .getOwner: try getOwner(request)
        case .listTicketPipelines: listTicketPipelines()
        case .getTicketPipeline: try getTicketPipeline(request)
        case .listTicketProperties: listTicketProperties()
        case .getTicketProperty: try getTicketProperty(request)
        case .createTicketProperty: try createTicketProperty(request)
        case .tokenInfo: try tokenInfo(request)
        case .accountDetails: accountDetails()
        }
    }

    /// A mistyped field of a body, told as HubSpot tells its own.
    func reading<Value>(_ read: () throws -> Value) throws(Refusal) -> Value {
        do {
            return try read()
        } catch let error as Refusal {
            throw error
        } catch {
            throw .invalid("Invalid input JSON: \(error)")
        }
    }
}
