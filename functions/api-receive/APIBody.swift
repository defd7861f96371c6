import RelayCore

/// What a request's body asks for, checked member by member.
struct APIBody {
    private let reader: ObjectReader

    /// - Throws: ``APIRefusal`` when it is no JSON object.
    init(_ bytes: [UInt8]) throws {
        let json: JSON
        do {
            json = try JSON.parse(bytes)
        } catch {
            throw APIRefusal(
                badRequest: error.problem == .notUTF8 ? .notUTF8 : .notJSON, "the body is not JSON: \(error.description)")
        }
        guard json.object != nil else {
            throw APIRefusal(badRequest: .notAnObject, "the body must be an object, not \(json.kind)")
        }
        reader = try ObjectReader(json, path: "")
    }

    /// - Throws: ``FieldError``; no value stands in it.
    func payload(for address: APIAddress) throws(FieldError) -> any EventPayload {
        switch address.operation {
        case .replies: return try action()
        case .handoffs:
            if let action = try reader.optionalString("action"), action != "handoff" {
                throw reader.error("action", "must be handoff")
            }
            return try handoff()
        case .turns:
            try reader.checkNames(["threadId", "messageId"])
            return ConversationTurnEvent(threadID: try reader.id("threadId"), messageID: try reader.id("messageId"), due: nil)
        case .session:
            try reader.checkNames(["customData"])
            return try SessionUpdateEvent(sessionID: address.sessionID ?? "", reader)
        case .control:
            try reader.checkNames(["action"])
            return try SessionControlEvent(of: ConversationReference(sessionID: address.sessionID), reader)
        case .erasures:
            try reader.checkNames(SessionDeleteEvent.Target.names)
            return SessionDeleteEvent(try SessionDeleteEvent.Target(reader))
        }
    }

    /// The one JSON form of what an engine says; without `action` it is a reply.
    private func action() throws(FieldError) -> any EventPayload {
        switch try reader.optionalString("action") ?? "reply" {
        case "reply":
            // What is a draft, our own turns say.
            try reader.checkNames(AIReplyEvent.fieldNames.filter { $0 != AIReplyEvent.draftMember })
            return try AIReplyEvent(checking: reader)
        case "handoff": return try handoff()
        case "none":
            try reader.checkNames(AINoneEvent.fieldNames)
            return try AINoneEvent(checking: reader)
        default: throw reader.error("action", "must be reply, handoff or none")
        }
    }

    private func handoff() throws(FieldError) -> AIHandoffEvent {
        try reader.checkNames(AIHandoffEvent.fieldNames)
        try reader.optionalObject("contact")?.checkNames(["email", "phone", "name"])
        for entry in try reader.optionalObjects("transcript") ?? [] { try entry.checkNames(["role", "text", "at"]) }
        return try AIHandoffEvent(checking: reader)
    }
}

extension EventPayload {
    fileprivate static var fieldNames: [String] { description.fields.map(\.name) }
}
