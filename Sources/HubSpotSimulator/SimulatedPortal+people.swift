import FoundationEssentials
import RelayCore

/// What customers and the team do.
extension SimulatedPortal {
    /// A visitor writes in the chat widget; the thread's id.
    package func customerWritesChat(_ text: String, name: String, email: String, threadID: String? = nil) -> String {
        let contactID = contact(name: name, email: email)
        let thread = threadID ?? openThread(channelID: "1000", contactID: contactID)
        _ = append(
            [
                "type": "MESSAGE", "direction": "INCOMING", "text": .string(text), "richText": .string("<p>\(text)</p>"),
                "channelId": "1000", "channelAccountId": "400001", "createdBy": .string("V-\(contactID)"),
                "client": ["clientType": "HUBSPOT"], "status": ["statusType": "RECEIVED"], "truncationStatus": "NOT_TRUNCATED",
                "senders": [
                    [
                        "actorId": .string("V-\(contactID)"), "name": .string(name),
                        "deliveryIdentifier": ["type": "CHANNEL_SPECIFIC_OPAQUE_ID", "value": .string("visitor-\(contactID)")],
                    ]
                ], "recipients": [],
            ], to: thread)
        return thread
    }

    /// A customer writes an e-mail to the mailbox; the thread's id.
    package func customerWritesEmail(
        _ text: String, subject: String, name: String, email: String, threadID: String? = nil
    ) -> String {
        let contactID = contact(name: name, email: email)
        let thread = threadID ?? openThread(channelID: "1002", contactID: contactID)
        _ = append(
            [
                "type": "MESSAGE", "direction": "INCOMING", "text": .string(text), "richText": .string("<p>\(text)</p>"),
                "subject": .string(subject), "channelId": "1002", "channelAccountId": "400002",
                "createdBy": .string("V-\(contactID)"), "client": ["clientType": "HUBSPOT"],
                "status": ["statusType": "RECEIVED"], "truncationStatus": "NOT_TRUNCATED",
                "senders": [
                    [
                        "actorId": .string("V-\(contactID)"), "name": .string(name), "senderField": "FROM",
                        "deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": .string(email)],
                    ]
                ],
                "recipients": [
                    [
                        "recipientField": "TO",
                        "deliveryIdentifiers": [["type": "HS_EMAIL_ADDRESS", "value": .string(Self.mailbox)]],
                    ]
                ],
            ], to: thread)
        return thread
    }

    /// A person of the team takes or gives away a thread; nil: nobody has it.
    package func assign(_ threadID: String, toUser userID: String?) {
        set("assignedTo", userID.map { .string("A-\($0)") }, of: threadID)
        announce(
            "conversation.propertyChange", objectID: threadID,
            ["propertyName": "assignedTo", "propertyValue": .string(userID.map { "A-\($0)" } ?? "")])
    }

    package func repReplies(_ text: String, threadID: String) {
        _ = append(
            [
                "type": "MESSAGE", "direction": "OUTGOING", "text": .string(text), "channelId": "1000",
                "createdBy": .string("A-\(Self.repUserID)"), "client": ["clientType": "HUBSPOT"],
                "senders": [["actorId": .string("A-\(Self.repUserID)")]], "recipients": [], "status": ["statusType": "SENT"],
            ], to: threadID)
    }

    package func repComments(_ text: String, threadID: String) {
        _ = append(
            [
                "type": "COMMENT", "text": .string(text), "createdBy": .string("A-\(Self.repUserID)"),
                "client": ["clientType": "HUBSPOT"], "senders": [["actorId": .string("A-\(Self.repUserID)")]], "recipients": [],
            ], to: threadID)
    }

    /// A person edits a ticket; an empty value clears the property.
    package func editTicket(_ id: String, _ property: String, _ value: String) {
        write([property: value], toTicket: id, source: "CRM_UI")
    }

    private func contact(name: String, email: String) -> String {
        if let known = contacts.first(where: { $0.value["email"] == email })?.key { return known }
        let id = nextID()
        let names = name.split(separator: " ", maxSplits: 1).map(String.init)
        contacts[id] = ["email": email, "firstname": names.first ?? "", "lastname": names.count > 1 ? names[1] : ""]
        return id
    }

    // MARK: Reading

    package func threadMessages(_ threadID: String) -> [ThreadMessage] {
        (messages[threadID] ?? []).compactMap { try? ThreadMessage(json: $0) }
    }

    package func ticketID(ofThread id: String) -> String? { threads[id]?["threadAssociations"]?["associatedTicketId"]?.string }

    package func ticket(_ id: String) -> [String: String]? { tickets[id] }
}
