import FoundationEssentials
import RelayCore

extension SimulatedThread {
    /// - Parameter withTicket: Whether it was asked for with `association=TICKET`.
    func json(withTicket: Bool) -> JSON {
        var members: JSONObject = [
            "id": .string(id), "status": .string(status.rawValue), "inboxId": .string(inboxID),
            "associatedContactId": .string(customer.id), "originalChannelId": .string(channelID),
            "originalChannelAccountId": .string(channelAccountID), "createdAt": .string(Timestamp.rfc3339(createdAt)),
            "spam": .bool(isSpam), "archived": .bool(isArchived),
        ]
        let times = [
            "closedAt": closedAt, "latestMessageTimestamp": latest(nil), "latestMessageSentTimestamp": latest(.outgoing),
            "latestMessageReceivedTimestamp": latest(.incoming),
        ]
        for (name, time) in times { members[name] = time.map { .string(Timestamp.rfc3339($0)) } }
        members["assignedTo"] = assignedTo.map(JSON.string)
        if withTicket, let ticketID { members["threadAssociations"] = ["associatedTicketId": .string(ticketID)] }
        return .object(members)
    }
}
