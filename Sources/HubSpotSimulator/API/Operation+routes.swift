extension Operation {
    /// What a call looks like.
    struct Route: Sendable {
        var method: String
        /// Segments in braces stand for anything.
        var paths: [String]
        /// Any one of them is enough; none where the call needs no token. The parameter is the kind of objects that the path
        /// names, where it names one.
        var scopes: @Sendable (ObjectType?) -> [String]

        init(_ method: String, _ paths: [String], _ scopes: [String]) {
            self.init(method, paths) { _ in scopes }
        }

        init(_ method: String, _ paths: [String], scopes: @escaping @Sendable (ObjectType?) -> [String]) {
            self.method = method
            self.paths = paths
            self.scopes = scopes
        }
    }

    var route: Route {
        if let (call, type) = objectCall { return Self.objects(call, type) }
        return conversationsRoute ?? crmRoute ?? accountRoute
    }

    // MARK: Conversations

    private var conversationsRoute: Route? {
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
        case .getInbox: Self.conversations("GET", "inboxes/{id}")
        case .listChannels: Self.conversations("GET", "channels")
        case .getChannel: Self.conversations("GET", "channels/{id}")
        case .listChannelAccounts: Self.conversations("GET", "channel-accounts")
        case .getChannelAccount: Self.conversations("GET", "channel-accounts/{id}")
        default: nil
        }
    }

    private static func conversations(_ method: String, _ rest: String, scope: String? = nil) -> Route {
        let scope = scope ?? (method == "GET" ? APIScope.conversationsRead : APIScope.conversationsWrite)
        return Route(
            method, ["/conversations/v3/conversations/\(rest)", "/conversations/conversations/2026-09/\(rest)"], [scope])
    }

    private static func threads(_ method: String, _ rest: String) -> Route { conversations(method, "threads\(rest)") }

    /// The v3 path that HubSpot's reference names, beside that of its guide. Which of them answers is a setting
    /// (``PortalSettings/assigneePath``).
    static let swappedAssigneePath = "/conversations/conversations/v3/threads/{thread}/assignee"

    private static func assignee(_ method: String) -> Route {
        var route = threads(method, "/{thread}/assignee")
        route.paths.append(swappedAssigneePath)
        return route
    }

    // MARK: CRM

    private static func objects(_ call: ObjectCall, _ type: ObjectType) -> Route {
        let (method, rest) =
            switch call {
            case .list: ("GET", "")
            case .get: ("GET", "/{id}")
            case .create: ("POST", "")
            case .update: ("PATCH", "/{id}")
            case .archive: ("DELETE", "/{id}")
            case .search: ("POST", "/search")
            case .read: ("POST", "/batch/read")
            case .createAll: ("POST", "/batch/create")
            case .upsert: ("POST", "/batch/upsert")
            case .merge: ("POST", "/merge")
            }
        let writes = [.create, .update, .archive, .createAll, .upsert, .merge].contains(call)
        return Route(
            method,
            [type.rawValue, type.typeID].flatMap { ["/crm/v3/objects/\($0)\(rest)", "/crm/objects/2026-09/\($0)\(rest)"] },
            writes ? APIScope.writing(type) : APIScope.reading(type))
    }

    private var crmRoute: Route? {
        switch self {
        case .listAssociations: Self.links("GET", "/{id}/associations/{to}")
        case .associateByDefault: Self.links("PUT", "/{id}/associations/default/{to}/{other}")
        case .associate: Self.links("PUT", "/{id}/associations/{to}/{other}")
        case .removeAssociations: Self.links("DELETE", "/{id}/associations/{to}/{other}")
        case .readAssociations: Self.associations("POST", "/batch/read")
        case .createAssociations: Self.associations("POST", "/batch/create", APIScope.writing)
        case .listAssociationLabels: Self.associations("GET", "/labels")
        case .listOwners: Self.crm("GET", "owners", "") { _ in [APIScope.ownersRead] }
        case .getOwner: Self.crm("GET", "owners", "/{id}") { _ in [APIScope.ownersRead] }
        case .listPipelines: Self.crm("GET", "pipelines", "/{type}", APIScope.reading)
        case .getPipeline: Self.crm("GET", "pipelines", "/{type}/{id}", APIScope.reading)
        case .listStages: Self.crm("GET", "pipelines", "/{type}/{id}/stages", APIScope.reading)
        case .listProperties: Self.crm("GET", "properties", "/{type}", APIScope.readingSchema)
        case .getProperty: Self.crm("GET", "properties", "/{type}/{name}", APIScope.readingSchema)
        case .readProperties: Self.crm("POST", "properties", "/{type}/batch/read", APIScope.readingSchema)
        case .createProperty: Self.crm("POST", "properties", "/{type}", APIScope.writingSchema)
        case .archiveProperty: Self.crm("DELETE", "properties", "/{type}/{name}", APIScope.writingSchema)
        case .listPropertyGroups: Self.crm("GET", "properties", "/{type}/groups", APIScope.readingSchema)
        case .getPropertyGroup: Self.crm("GET", "properties", "/{type}/groups/{name}", APIScope.readingSchema)
        case .createPropertyGroup: Self.crm("POST", "properties", "/{type}/groups", APIScope.writingSchema)
        default: nil
        }
    }

    private static func links(_ method: String, _ rest: String) -> Route {
        Route(
            method, ["/crm/v4/objects/{type}\(rest)", "/crm/objects/2026-09/{type}\(rest)"],
            scopes: method == "GET" ? APIScope.reading : APIScope.writing)
    }

    private static func associations(
        _ method: String, _ rest: String, _ scopes: @escaping @Sendable (ObjectType?) -> [String] = APIScope.reading
    ) -> Route {
        Route(
            method, ["/crm/v4/associations/{type}/{to}\(rest)", "/crm/associations/2026-09/{type}/{to}\(rest)"],
            scopes: scopes)
    }

    private static func crm(
        _ method: String, _ kind: String, _ rest: String, _ scopes: @escaping @Sendable (ObjectType?) -> [String]
    ) -> Route {
        Route(method, ["/crm/v3/\(kind)\(rest)", "/crm/\(kind)/2026-09\(rest)"], scopes: scopes)
    }

    // MARK: Files and the account

    private var accountRoute: Route {
        switch self {
        case .uploadFile: Self.files("POST", "", APIScope.files)
        case .getFile: Self.files("GET", "/{id}", APIScope.files)
        case .getSignedURL: Self.files("GET", "/{id}/signed-url", APIScope.filesHidden)
        case .accountDetails: Self.account("details")
        case .dailyUsage: Self.account("api-usage/daily/private-apps")
        default: Route("POST", ["/oauth/v2/private-apps/get/access-token-info"], [])
        }
    }

    private static func files(_ method: String, _ rest: String, _ scope: String) -> Route {
        Route(method, ["/files/v3/files\(rest)", "/files/2026-09/files\(rest)"], [scope])
    }

    private static func account(_ rest: String) -> Route {
        Route("GET", ["/account-info/v3/\(rest)", "/account-info/2026-09/\(rest)"], [APIScope.oauth])
    }
}
