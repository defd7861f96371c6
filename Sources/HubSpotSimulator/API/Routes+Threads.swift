import RelayCore

extension SimulatedPortal {
    /// A thread that is archived is found only by asking for archived ones.
    private func visibleThread(_ request: APIRequest) throws(PortalError) -> SimulatedThread {
        let thread = try found(request.parameter("thread"))
        guard thread.isArchived == request.flag("archived") else { throw .notFound }
        return thread
    }

    private func reply(_ id: String, _ request: APIRequest) throws(PortalError) -> APIReply {
        .ok(try found(id).json(withTicket: request.list("association").contains("TICKET")))
    }

    func listThreads(_ request: APIRequest) throws(PortalError) -> APIReply {
        let limit = try request.limit(default: 100, max: 500)
        guard request.list("inboxId").count <= 1 else { throw .invalid("inboxId takes one value only") }
        let status = request.query("threadStatus").map(ThreadStatus.init)
        guard [nil, .open, .closed].contains(status) else {
            throw .invalid("threadStatus must be OPEN or CLOSED")
        }
        let since = try request.query("latestMessageTimestampAfter").map { text throws(PortalError) in
            guard let date = Timestamp.parse(text) else { throw .invalid("latestMessageTimestampAfter must be a time") }
            return date
        }
        let sort = request.query("sort") ?? "id"
        guard sort == "id" || sort == "latestMessageTimestamp" else {
            throw .invalid("sort must be id or latestMessageTimestamp")
        }
        guard sort == "id" || since != nil else {
            throw .invalid("sort=latestMessageTimestamp requires latestMessageTimestampAfter")
        }
        guard sort == "id" || request.query("after") == nil else {
            throw .invalid("after goes with sort=id only: go on from latestMessageTimestampAfter")
        }
        var threads = allThreads.filter { thread in
            Self.matches(request.query("inboxId"), thread.inboxID)
                && Self.matches(request.query("associatedContactId"), thread.customer.id)
                && Self.matches(request.query("associatedTicketId"), thread.ticketID)
                && (status == nil || status == thread.status)
        }
        if let since { threads = threads.filter { ($0.latestMessageAt ?? $0.createdAt) > since } }
        if sort != "id" { threads.sort { ($0.latestMessageAt ?? $0.createdAt) < ($1.latestMessageAt ?? $1.createdAt) } }
        let withTicket = request.list("association").contains("TICKET")
        return .ok(
            try page(request, limit: limit).json(
                threads, isShown: { $0.isArchived == request.flag("archived") }, json: { $0.json(withTicket: withTicket) }))
    }

    private static func matches(_ wanted: String?, _ value: String?) -> Bool { wanted == nil || wanted == value }

    func getThread(_ request: APIRequest) throws(PortalError) -> APIReply {
        try reply(try visibleThread(request).id, request)
    }

    /// Only the status can be changed, and an archived thread brought back.
    func updateThread(_ request: APIRequest) throws(PortalError) -> APIReply {
        let thread = try visibleThread(request)
        let body = try request.bodyReader()
        let (status, archived) = try reading {
            (try body.optionalString("status").map(ThreadStatus.init), try body.optionalBool("archived"))
        }
        if let status {
            guard [.open, .closed].contains(status) else { throw .invalid("status must be OPEN or CLOSED") }
            setStatus(status, threadID: thread.id, actorID: appActor)
        }
        if let archived {
            guard !archived else { throw .invalid("a thread is archived by DELETE") }
            setArchived(false, threadID: thread.id)
        }
        return try reply(thread.id, request)
    }

    func archiveThread(_ request: APIRequest) throws(PortalError) -> APIReply {
        setArchived(true, threadID: try visibleThread(request).id)
        return .noContent
    }

    func assignThread(_ request: APIRequest) throws(PortalError) -> APIReply {
        let thread = try visibleThread(request)
        let body = try request.bodyReader()
        let actorID = try reading { try body.string("actorId") }
        guard settings.users.contains(where: { $0.actorID == actorID && $0.isActive }) else { throw .invalid("Invalid actorId") }
        setAssignee(actorID, threadID: thread.id, by: appActor)
        return try reply(thread.id, request)
    }

    func unassignThread(_ request: APIRequest) throws(PortalError) -> APIReply {
        setAssignee(nil, threadID: try visibleThread(request).id, by: appActor)
        return .noContent
    }

    var appActor: String { "I-\(settings.appID)" }
}
