import Foundation
import HubSpotSimulator
import RelayCore

/// Judges a storm by what stands at HubSpot afterwards.
struct StormBooks {
    static let closingLine = "A colleague takes over:"

    /// How long a worker may be at a call when somebody acts, in seconds: what it says then crosses what they did.
    private static let underWay: TimeInterval = 1

    let portal: SimulatedPortal
    let store: any StateStore
    var faults: [String] = []
    private(set) var answers = 0
    private(set) var comments = 0
    /// How many of the customers' messages an answer or a comment of ours names.
    private(set) var told = 0

    /// Looks at every thread, and at the records.
    mutating func audit() async throws {
        for thread in await portal.allThreads { try await audit(thread) }
        let contacts = await portal.allContacts.compactMap { $0.properties["email"] }
        report(repeated(contacts), "contact")
        let sessions = await portal.allTickets.compactMap { ticket in
            ticket.properties["content"]?.firstMatch(of: /Session: (\S+)/).map { String($0.output.1) }
        }
        report(repeated(sessions), "ticket of a session")
    }

    private mutating func audit(_ thread: SimulatedThread) async throws {
        let items = thread.messages
        let ours = items.filter { $0.type == .message && isOurs($0) }
        let handoffs = items.filter { $0.type == .comment && isOurs($0) }
        answers += ours.count
        comments += handoffs.count
        report(repeated(ours.compactMap { $0.text.marks.last }), "answer")
        report(
            repeated(handoffs.compactMap { $0.text.firstMatch(of: /Summary: ([^\n]*)/).map { String($0.output.1) } }), "comment")
        let returns = items.count { isReturn($0) }
        if handoffs.count > 1 + returns {
            faults.append("\(thread.id): \(handoffs.count) handoffs, and the AI had the conversation \(1 + returns) times")
        }
        audit(silence: items, thread)
        audit(losses: items, thread)
        try await audit(mirror: thread)
    }

    // MARK: What must not be

    /// The AI says nothing more once it has passed the conversation on, or a person has it, until the AI gets it back.
    private mutating func audit(silence items: [SimulatedMessage], _ thread: SimulatedThread) {
        var quietSince: (date: Date, why: String)?
        var returnedAt = Date.distantPast
        for item in items {
            let isSaid = item.type == .message && isOurs(item)
            if isSaid, let since = quietSince, item.createdAt.timeIntervalSince(since.date) > Self.underWay {
                faults.append("\(thread.id): the AI said “\(item.text)” \(since.why)")
            }
            if isReturn(item) {
                quietSince = nil
                returnedAt = item.createdAt
            } else if item.assignedTo == portal.settings.rep.actorID {
                quietSince = (item.createdAt, "while a person had the conversation")
            } else if isSaid, quietSince == nil, item.text.hasPrefix(Self.closingLine),
                item.createdAt.timeIntervalSince(returnedAt) > Self.underWay
            {
                quietSince = (item.createdAt - Self.underWay, "after it had passed the conversation on")
            }
        }
    }

    /// Every message of a customer is answered, or stands in a comment, or a person has seen to it.
    private mutating func audit(losses items: [SimulatedMessage], _ thread: SimulatedThread) {
        let told = Set(items.filter { isOurs($0) }.flatMap(\.text.marks))
        self.told += items.count { $0.direction == .incoming && $0.text.marks.first.map(told.contains) == true }
        let isPersons = thread.assignedTo == portal.settings.rep.actorID || thread.status == .closed
        for (index, item) in items.enumerated() where item.type == .message && item.direction == .incoming {
            guard !isPersons, let mark = item.text.marks.first, !told.contains(mark) else { continue }
            let isSeen = items[index...].contains { later in
                later.createdBy == portal.settings.rep.actorID && (later.type == .message || later.newStatus == .closed)
            }
            if !isSeen { faults.append("\(thread.id): nobody answers \(mark)") }
        }
    }

    private mutating func audit(mirror thread: SimulatedThread) async throws {
        guard let ticketID = thread.ticketID, let value = await portal.ticket(ticketID)?.properties["hs_ticket_priority"] else {
            return
        }
        let sessionID = SessionID.of(threadID: thread.id, organization: "default")
        let data = try await store.customData(sessionID: sessionID).first { $0.property == "hs_ticket_priority" }
        if data?.value != value {
            faults.append("\(thread.id): the ticket has \(value), the session \(data?.value ?? "nothing")")
        }
    }

    // MARK: What an item is

    private func isOurs(_ item: SimulatedMessage) -> Bool { item.client == .integration(appID: portal.settings.appID) }

    /// Whether the AI has the conversation from then on: it was given back, or it was closed, after which the customer opens it.
    private func isReturn(_ item: SimulatedMessage) -> Bool {
        if item.newStatus == .closed { return true }
        return item.type == .assignment && item.assignedTo != portal.settings.rep.actorID
    }

    private func repeated(_ names: [String]) -> [String] {
        Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    }

    private mutating func report(_ names: [String], _ what: String) {
        faults += names.map { "a second \(what): \($0)" }
    }
}
