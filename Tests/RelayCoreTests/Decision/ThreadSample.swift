import RelayCore

/// A made-up thread in the shape of HubSpot's API, so that the tests go through the readers of the real one.
struct ThreadSample: Sendable {
    static let aiUserID = "7001"
    static let appID = "9001"
    static let customer = "V-301"
    static let colleague = "A-7002"
    /// One of the portal's own.
    static let mailbox = "help@desk.example"
    /// Stands in every message, and must never stand in a decision.
    static let text = "Where is my blue kettle?"

    var status = ThreadStatus.open
    var owner: String?
    var isSpam = false
    var isArchived = false
    /// Minutes of the hour in which the items stand: the first is written in minute 10.
    var closedInMinute: Int?

    func thread() throws -> ConversationThread {
        var members: JSONObject = [
            "id": "500", "status": .string(status.rawValue), "inboxId": "1", "spam": .bool(isSpam), "archived": .bool(isArchived),
        ]
        if let owner { members["assignedTo"] = .string(owner) }
        if let closedInMinute { members["closedAt"] = .string("2026-01-31T09:\(closedInMinute):30Z") }
        return try ConversationThread(json: .object(members))
    }
}

/// One item of a made-up thread. Without changes: a chat message of the customer.
struct ItemSample: Sendable {
    struct Sender: Sendable {
        var actor: String?
        var address: String?
        var field: RecipientField?

        var json: JSON {
            var members: JSONObject = [:]
            if let actor { members["actorId"] = .string(actor) }
            if let field { members["senderField"] = .string(field.rawValue) }
            if let address { members["deliveryIdentifier"] = ["type": "HS_EMAIL_ADDRESS", "value": .string(address)] }
            return .object(members)
        }
    }

    var id = "m1"
    var type = MessageType.message
    var direction: MessageDirection? = .incoming
    var senders = [Sender(actor: ThreadSample.customer)]
    var createdBy: String?
    var clientType: ClientType? = .system
    var appID: String?
    var channel = "1000"
    var text = ThreadSample.text
    var subject: String?
    /// Addresses in `TO`.
    var to: [String] = []

    func message(minute: Int) throws -> ThreadMessage {
        var members: JSONObject = [
            "id": .string(id), "type": .string(type.rawValue), "createdAt": .string("2026-01-31T09:\(minute + 10):00Z"),
            "senders": .array(senders.map(\.json)), "text": .string(text), "channelId": .string(channel),
        ]
        members["recipients"] = .array(
            to.map { ["recipientField": "TO", "deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": .string($0)]] })
        if let direction { members["direction"] = .string(direction.rawValue) }
        if let subject { members["subject"] = .string(subject) }
        if let createdBy { members["createdBy"] = .string(createdBy) }
        var client: JSONObject = [:]
        if let clientType { client["clientType"] = .string(clientType.rawValue) }
        if let appID { client["integrationAppId"] = .string(appID) }
        if !client.isEmpty { members["client"] = .object(client) }
        return try ThreadMessage(json: .object(members))
    }

    // MARK: Who writes

    static func from(_ actor: String?, address: String? = nil, id: String = "m1") -> ItemSample {
        ItemSample(id: id, senders: [Sender(actor: actor, address: address)])
    }

    static func email(
        _ address: String, actor: String? = ThreadSample.customer, id: String = "m1", subject: String? = nil,
        text: String = ThreadSample.text, to: [String] = []
    ) -> ItemSample {
        ItemSample(
            id: id, senders: [Sender(actor: actor, address: address, field: .from)], clientType: .hubSpot, channel: "1002",
            text: text, subject: subject, to: to)
    }

    /// What a person or a program of the team says to the customer.
    static func outgoing(_ actor: String?, id: String = "m2") -> ItemSample {
        ItemSample(id: id, direction: .outgoing, senders: [Sender(actor: actor)], clientType: .hubSpot)
    }

    /// An answer of ours, as HubSpot's API shows what our app posted.
    static func ours(id: String = "m2") -> ItemSample {
        ItemSample(
            id: id, direction: .outgoing, senders: [Sender(actor: "A-\(ThreadSample.aiUserID)")], clientType: .integration,
            appID: ThreadSample.appID)
    }
}
