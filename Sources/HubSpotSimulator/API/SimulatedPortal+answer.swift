import RelayCore

extension SimulatedPortal {
    /// Answers a call of the API, in one step: nothing else happens to the portal in between.
    ///
    /// This is where the portal's errors become HTTP.
    func answer(_ request: APIRequest) throws(Refusal) -> APIReply {
        catchUp()
        do throws(PortalError) {
            return try act(request)
        } catch {
            throw Refusal(error)
        }
    }

    private func act(_ request: APIRequest) throws(PortalError) -> APIReply {
        if let (call, type) = request.operation.objectCall { return try answer(call, type, request) }
        return switch request.operation {
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
        case .listInboxes: try listInboxes(request)
        case .getInbox: try getInbox(request)
        case .listChannels: try listChannels(request)
        case .getChannel: try getChannel(request)
        case .listChannelAccounts: try listChannelAccounts(request)
        case .getChannelAccount: try getChannelAccount(request)
        case .listAssociations: try listAssociations(request)
        case .associateByDefault: try associateByDefault(request)
        case .associate: try associate(request)
        case .removeAssociations: try removeAssociations(request)
        case .readAssociations: try readAssociations(request)
        case .createAssociations: try createAssociations(request)
        case .listAssociationLabels: try listAssociationLabels(request)
        case .listOwners: try listOwners(request)
        case .getOwner: try getOwner(request)
        case .listPipelines: try listPipelines(request)
        case .getPipeline: try getPipeline(request)
        case .listStages: try listStages(request)
        case .listProperties: try listProperties(request)
        case .getProperty: try getProperty(request)
        case .readProperties: try readProperties(request)
        case .createProperty: try createProperty(request)
        case .archiveProperty: try archiveProperty(request)
        case .listPropertyGroups: try listPropertyGroups(request)
        case .getPropertyGroup: try getPropertyGroup(request)
        case .createPropertyGroup: try createPropertyGroup(request)
        case .uploadFile: try uploadFile(request)
        case .getFile: try getFile(request)
        case .getSignedURL: try getSignedURL(request)
        case .tokenInfo: try tokenInfo(request)
        case .accountDetails: accountDetails()
        case .dailyUsage: dailyUsage(request)
        // All others are of one kind of objects, and were answered above.
        default: throw .notFound
        }
    }

    /// A mistyped field of a body, told as HubSpot tells its own.
    func reading<Value>(_ read: () throws -> Value) throws(PortalError) -> Value {
        do {
            return try read()
        } catch let error as PortalError {
            throw error
        } catch {
            throw .invalid("Invalid input JSON: \(error)")
        }
    }
}
