import RelayCore

/// Messages as the app sends them.
enum DraftBodies {
    static let chat: JSON = [
        "type": "MESSAGE", "text": "Hi", "richText": "<p>Hi</p>", "senderActorId": "A-52530071", "channelId": "1000",
        "channelAccountId": "220001",
        "recipients": [
            [
                "actorId": "V-870000101", "recipientField": "TO",
                "deliveryIdentifiers": [["type": "CHANNEL_SPECIFIC_OPAQUE_ID", "value": "visitor-870000101"]],
            ]
        ],
    ]

    static let mail: JSON = [
        "type": "MESSAGE", "text": "Hi", "richText": "<p>Hi</p>", "senderActorId": "A-52530071", "channelId": "1002",
        "channelAccountId": "220002", "subject": "Re: Printer",
        "recipients": [
            [
                "recipientField": "TO",
                "deliveryIdentifiers": [["type": "HS_EMAIL_ADDRESS", "value": "ann@customer.example"]],
            ]
        ],
    ]

    /// `body` with a member changed; nil removes it.
    static func changed(_ body: JSON, _ name: String, _ value: JSON?) -> JSON {
        var members = body.object ?? [:]
        members[name] = value
        return .object(members)
    }
}
