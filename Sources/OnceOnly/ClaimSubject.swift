import RelayCore

/// Whose words an event's stored result may hold, so that they can be erased with the rest.
package enum ClaimSubject {
    /// Stored results of events about a ticket hold its properties.
    package static func ticket(_ id: String) -> String { "ticket:\(id)" }

    /// A session's id, or ``ticket(_:)``; nil for an event about neither.
    static func of(_ event: RelayEvent, _ result: FunctionResult, organization: String) -> String? {
        if let id = event.data["sessionId"]?.string { return id }
        let thread =
            event.data["threadId"]?.id ?? (event.type.hasPrefix("hubspot.conversation.") ? event.data["objectId"]?.id : nil)
        if let thread { return SessionID.of(threadID: thread, organization: organization) }
        if let id = result.data["sessionId"]?.string { return id }
        return result.data["ticketId"]?.id.map(ticket)
    }
}
