import FoundationEssentials
import RelayCore

/// The state of a HubSpot portal, as far as DeskRelay touches it, and the people who work and write there.
///
/// Follows HubSpot's public documentation; nothing of it was checked against a live portal.
package actor SimulatedPortal {
    package static let portalID = 90_000_001
    package static let appID = 3001
    package static let accessToken = "pat-na1-simulated"
    /// The user that the AI speaks as, and a person of the team. Owner ids differ from user ids, as at HubSpot.
    package static let aiUserID = "7100001"
    package static let repUserID = "7100002"
    package static let aiOwnerID = "8100001"
    package static let repOwnerID = "8100002"
    package static let mailbox = "help@shop.example"

    /// A webhook event that waits to be sent.
    package private(set) var outbox: [JSON] = []
    package private(set) var calls: [String] = []
    private var faults: [SimulatedFault] = []

    var threads: [String: JSON] = [:]
    var messages: [String: [JSON]] = [:]
    var contacts: [String: [String: String]] = [:]
    var tickets: [String: [String: String]] = [:]
    var contactTickets: [String: [String]] = [:]
    private var lastID = 5_000_000_000
    private let now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date = { Date() }) { self.now = now }

    func nextID() -> String {
        lastID += 1
        return String(lastID)
    }

    var time: String { Timestamp.rfc3339(now()) }

    // MARK: Faults and the log

    /// The next matching calls fail.
    package func fail(_ fault: SimulatedFault) { faults.append(fault) }

    func record(_ method: String, _ path: String) -> SimulatedFault? {
        calls.append("\(method) \(path)")
        guard let index = faults.firstIndex(where: { "\(method) \(path)".contains($0.matching) }) else { return nil }
        faults[index].times -= 1
        let fault = faults[index]
        if fault.times <= 0 { faults.remove(at: index) }
        return fault
    }

    // MARK: Webhooks

    package func takeOutbox(limit: Int = 100) -> [JSON] {
        let batch = Array(outbox.prefix(limit))
        outbox.removeFirst(batch.count)
        return batch
    }

    func announce(_ type: String, objectID: String, _ more: [String: JSON]) {
        var event: [String: JSON] = [
            "eventId": number(Int(nextID()) ?? 0), "subscriptionId": 7001, "portalId": number(Self.portalID),
            "appId": number(Self.appID), "occurredAt": number(Timestamp.milliseconds(now())), "subscriptionType": .string(type),
            "attemptNumber": 0, "objectId": number(Int(objectID) ?? 0),
        ]
        event.merge(more) { _, new in new }
        outbox.append(.object(event))
    }

    func number(_ value: Int) -> JSON { .number(JSONNumber(value)) }

    // MARK: Threads

    func append(_ message: [String: JSON], to threadID: String) -> JSON {
        var message = message
        let id = EventID.shortHash("\(threadID):\(nextID())", bytes: 16)
        message["id"] = .string(id)
        message["conversationsThreadId"] = .string(threadID)
        message["createdAt"] = .string(time)
        message["archived"] = false
        message["attachments"] = []
        let json = JSON.object(message)
        messages[threadID, default: []].append(json)
        let type = message["type"]?.string ?? "MESSAGE"
        if type == "MESSAGE" || type == "COMMENT" {
            announce(
                "conversation.newMessage", objectID: threadID,
                ["messageId": .string(id), "messageType": .string(type), "changeFlag": "NEW_MESSAGE"])
        }
        return json
    }

    func set(_ name: String, _ value: JSON?, of threadID: String) {
        var members = threads[threadID]?.object ?? [:]
        members[name] = value
        threads[threadID] = .object(members)
    }

    func openThread(channelID: String, contactID: String) -> String {
        let id = nextID()
        threads[id] = [
            "id": .string(id), "createdAt": .string(time), "status": "OPEN", "originalChannelId": .string(channelID),
            "originalChannelAccountId": "400001", "inboxId": "300001", "associatedContactId": .string(contactID),
            "archived": false, "spam": false,
        ]
        announce("conversation.creation", objectID: id, [:])
        return id
    }

    /// Changes a ticket and tells of each property.
    func write(_ properties: [String: String], toTicket id: String, source: String) {
        for (name, value) in properties where tickets[id]?[name] != value {
            tickets[id, default: [:]][name] = value
            announce(
                "ticket.propertyChange", objectID: id,
                ["propertyName": .string(name), "propertyValue": .string(value), "changeSource": .string(source)])
        }
    }
}

/// How a call of the API fails.
package struct SimulatedFault: Sendable {
    /// Part of `METHOD path`.
    package var matching: String
    package var status: Int
    package var body: JSON
    package var headers: [String: String]
    package var times: Int

    package init(matching: String, status: Int, body: JSON = [:], headers: [String: String] = [:], times: Int = 1) {
        self.matching = matching
        self.status = status
        self.body = body
        self.headers = headers
        self.times = times
    }

    /// A missing scope, as HubSpot tells it.
    package static func missingScope(_ scope: String, matching: String, times: Int = 1) -> SimulatedFault {
        SimulatedFault(
            matching: matching, status: 403,
            body: [
                "status": "error", "message": "The app has not been granted all required scopes.", "category": "MISSING_SCOPES",
                "correlationId": "00000000-0000-4000-8000-000000000403",
                "errors": [["message": "A scope is required.", "context": ["requiredGranularScopes": [.string(scope)]]]],
            ], times: times)
    }
}
