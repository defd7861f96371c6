import RelayCore

/// Who wrote the message.
extension DecisionCase {
    private typealias Sender = ItemSample.Sender

    static let speakers: [DecisionCase] = [
        // Customers
        .init("a visitor in the chat", is: .answer),
        .init("an e-mail of a customer", [.email("ann@customer.example")], is: .answer),
        .init("an e-mail actor of before 2023", [.from("E-ann@customer.example")], is: .answer),
        .init("an actor prefix that HubSpot adds later, incoming", [.from("Q-1")], is: .answer),
        .init("no senders at all, incoming", [ItemSample(senders: [])], is: .answer),
        .init("an empty sender, incoming", [ItemSample(senders: [Sender()])], is: .answer),
        .init("a visitor without a direction", [ItemSample(direction: nil)], is: .answer),
        .init("a visitor with a direction of later", [ItemSample(direction: MessageDirection("SIDEWAYS"))], is: .answer),
        .init("no senders, created by a visitor", [ItemSample(senders: [], createdBy: "V-301")], is: .answer),
        .init(
            "a custom channel: another integration brings in the message",
            [ItemSample(senders: [Sender()], createdBy: "I-4444", clientType: .integration, appID: "4444")], is: .answer),
        .init(
            "a custom channel with a visitor of its own",
            [ItemSample(createdBy: "I-4444", clientType: .integration, appID: "4444")], is: .answer),
        .init("a client type of later", [ItemSample(clientType: ClientType("TELEPATHY"))], is: .answer),
        .init("a message without a client", [ItemSample(clientType: nil)], is: .answer),

        // Ours
        .init("our app's message", [.ours(id: "m1")], is: .quiet(.ownMessage)),
        .init(
            "our app's message under an unknown client type",
            [ItemSample(clientType: ClientType("UNKNOWN"), appID: ThreadSample.appID)],
            is: .quiet(.ownMessage)),
        .init("our app as the actor", [.from("I-\(ThreadSample.appID)")], is: .quiet(.ownMessage)),
        .init(
            "our comment, that HubSpot records as our app's",
            [
                ItemSample(
                    type: .comment, direction: nil, senders: [], createdBy: "I-9001", clientType: .integration,
                    appID: ThreadSample.appID)
            ], is: .quiet(.ownMessage)),
        .init(
            "our message by its id, though HubSpot lost the client", [ItemSample(clientType: nil)], ownIDs: ["m1"],
            is: .quiet(.ownMessage)),
        .init(
            "our message echoed by another client as incoming", [ItemSample(clientType: .integration, appID: "4444")],
            ownIDs: ["m1"], is: .quiet(.ownMessage)),
        .init(
            "our message by its id while the app is unknown", ownIDs: ["m1"], policy: policy(appID: nil), is: .quiet(.ownMessage)),
        .init("our mail, sent back by a HubSpot inbox", [.email("in-1@portal.hs-inbox.com")], is: .quiet(.ownMailbox)),
        .init("a message without app, while ours is unknown", policy: policy(appID: nil), is: .answer),

        // What is no message
        .init("an internal comment", [ItemSample(type: .comment, direction: nil)], is: .quiet(.internalComment)),
        .init("a welcome message", [ItemSample(type: .welcomeMessage, direction: nil)], is: .quiet(.notAMessage)),
        .init("an assignment", [ItemSample(type: .assignment, direction: nil)], is: .quiet(.notAMessage)),
        .init("an item type of later", [ItemSample(type: MessageType("REACTION"))], is: .quiet(.notAMessage)),

        // Colleagues
        .init(
            "a colleague's own mailbox, that HubSpot takes for incoming",
            [.email("ann@customer.example", id: "m0"), .email("bo@team.example")],
            is: .quiet(.ownDomain)),
        .init(
            "a colleague at a sub-domain, in capitals",
            [.outgoing(ThreadSample.colleague, id: "m0"), .email("Bo@Mail.TEAM.example")],
            is: .quiet(.ownDomain)),
        .init(
            "a colleague with a display name, to a customer", [.email("\"Bo\" <bo@team.example>", to: ["ann@customer.example"])],
            is: .quiet(.ownDomain)),
        .init("a form that sends from the team's domain begins a thread", [.email("web@team.example")], is: .quiet(.ownMailbox)),
        .init(
            "and another one follows", [.email("web@team.example", id: "m0"), .email("web@team.example")], is: .quiet(.ownMailbox)
        ),
        .init(
            "an absence note from the team's domain", [.email("web@team.example", subject: "Out of office")],
            is: .quiet(.ownMailbox)),
        .init("a colleague as an e-mail actor", [.from("E-bo@team.example")], is: .quiet(.ownDomain)),
        .init(
            "a colleague forwards a mail to the inbox",
            [.email("bo@team.example", subject: "Fwd: My order", to: [ThreadSample.mailbox])], is: .draft(.forwardedByColleague)),
        .init(
            "a colleague forwards a mail in German", [.email("bo@team.example", subject: "WG: Bestellung")],
            is: .draft(.forwardedByColleague)),
        .init(
            "a colleague answers a mail that was forwarded",
            [
                .email("bo@team.example", id: "m0", subject: "Fwd: My order"),
                .email("bo@team.example", subject: "Re: Fwd: My order"),
            ],
            is: .quiet(.ownMailbox)),
        .init(
            "a colleague forwards a mail to the customer",
            [.email("bo@team.example", subject: "Fwd: Terms", to: ["ann@customer.example"])], is: .quiet(.ownDomain)),
        .init("a customer forwards a mail", [.email("ann@customer.example", subject: "Fwd: My order")], is: .answer),

        // Our own mailboxes
        .init("a form or a list that sends as our mailbox", [.email(ThreadSample.mailbox)], is: .quiet(.ownMailbox)),
        .init(
            "from our mailbox to our mailbox", [.email("HELP+1@desk.example", to: [ThreadSample.mailbox])],
            is: .quiet(.ownMailbox)),
        .init(
            "from our mailbox to a list of ours and a customer",
            [.email(ThreadSample.mailbox, to: ["ann@customer.example", "all@team.example"])], is: .quiet(.ownMailbox)),
        .init(
            "our answer to a customer, that came back to us", [.email(ThreadSample.mailbox, to: ["ann@customer.example"])],
            is: .quiet(.ownDomain)),
        .init("a customer to our mailbox", [.email("ann@customer.example", to: [ThreadSample.mailbox])], is: .answer),
        .init(
            "a person of the team, in the inbox, from our mailbox",
            [
                ItemSample(
                    direction: .outgoing, senders: [Sender(actor: "A-7002", address: ThreadSample.mailbox)], channel: "1002")
            ], is: .quiet(.senderIsAgent)),
        .init("a domain that only ends alike", [.email("ann@notteam.example")], is: .answer),
        .init("a domain that only begins alike", [.email("ann@team.example.customer.example")], is: .answer),
        .init("an address that is none", [.email("undisclosed")], is: .answer),
        .init("a person of the team in the inbox", [.outgoing(ThreadSample.colleague, id: "m1")], is: .quiet(.senderIsAgent)),
        .init("a person of the team, incoming", [.from(ThreadSample.colleague)], is: .quiet(.senderIsAgent)),
        .init(
            "no senders, created by a person of the team", [ItemSample(senders: [], createdBy: "A-7002")],
            is: .quiet(.senderIsAgent)),

        // Programs
        .init("a chatflow bot", [.from("B-1")], is: .quiet(.senderIsBot)),
        .init("HubSpot's customer agent", [.from("L-1")], is: .quiet(.senderIsBot)),
        .init("another integration as the sender", [.from("I-4444")], is: .quiet(.senderIsBot)),
        .init("HubSpot itself", [.from("S-hubspot")], is: .quiet(.senderIsSystem)),
        .init("no actor and no direction", [ItemSample(direction: nil, senders: [])], is: .quiet(.senderUnknown)),
        .init(
            "an unknown actor and an unknown direction",
            [ItemSample(direction: MessageDirection("SIDEWAYS"), senders: [Sender(actor: "Q-1")])],
            is: .quiet(.senderUnknown)),

        // Direction
        .init("a message to the customer without an actor", [.outgoing(nil, id: "m1")], is: .quiet(.outgoing)),
        .init("a visitor's message that went out", [.outgoing("V-301", id: "m1")], is: .quiet(.outgoing)),

        // Several senders
        .init(
            "a customer and a person of the team", [ItemSample(senders: [Sender(actor: "V-301"), Sender(actor: "A-7002")])],
            is: .quiet(.senderIsAgent)),
        .init(
            "a customer and a bot", [ItemSample(senders: [Sender(actor: "V-301"), Sender(actor: "B-1")])],
            is: .quiet(.senderIsBot)),
        .init(
            "HubSpot and a customer", [ItemSample(senders: [Sender(actor: "S-hubspot"), Sender(actor: "V-301")])], is: .answer),
        .init("an empty sender, then a customer", [ItemSample(senders: [Sender(), Sender(actor: "V-301")])], is: .answer),
        .init(
            "two addresses, the second a colleague's",
            [ItemSample(senders: [Sender(address: "ann@customer.example"), Sender(address: "bo@team.example")])],
            is: .quiet(.ownDomain)),
        .init(
            "from a customer, sent on by a HubSpot inbox",
            [
                ItemSample(senders: [
                    Sender(actor: "S-hubspot", address: "in-1@portal.hubspot-inbox.com", field: RecipientField("SENDER")),
                    Sender(actor: "V-301", address: "ann@customer.example", field: .from),
                ])
            ], is: .answer),
    ]

    /// Forms are always the customer's, and have no way back.
    static let forms: [DecisionCase] = {
        let autopilot = policy(autopilot: [.form])
        let colleague = Sender(actor: "A-7002", address: "bo@team.example")
        return [
            .init(
                "a form with a staff address", [ItemSample(senders: [colleague], channel: "1003")], policy: autopilot,
                is: .draft(.channelNotAnswerable)),
            .init(
                "a form handed in by HubSpot", [ItemSample(senders: [Sender(actor: "S-hubspot")], channel: "1003")],
                policy: autopilot, is: .draft(.channelNotAnswerable)),
            .init(
                "a form of nobody, without direction", [ItemSample(direction: nil, senders: [], channel: "1003")],
                policy: autopilot, is: .draft(.channelNotAnswerable)),
            .init("a form, while autopilot is off for forms", [ItemSample(channel: "1003")], is: .quiet(.autopilotOff)),
            .init(
                "a form of our own making", [ItemSample(channel: "1003")], ownIDs: ["m1"], policy: autopilot,
                is: .quiet(.ownMessage)),
        ]
    }()

    /// The two text markers of the integration that this one takes the place of decide nothing.
    static let markers: [DecisionCase] = {
        let comment = "<!-- OpenCX-AI-Response -->"
        let handoff = "🔄 AI decided to handoff"
        return [
            .init("a customer pastes the answer marker", [ItemSample(text: "\(comment) what does this mean?")], is: .answer),
            .init("a customer quotes the handoff line", [ItemSample(text: "> \(handoff)\nhello?")], is: .answer),
            .init(
                "a customer pastes both by e-mail", [ItemSample(clientType: .hubSpot, channel: "1002", text: comment + handoff)],
                is: .answer),
            .init(
                "a newer message with a marker supersedes like any other",
                [ItemSample(), ItemSample(id: "m2", text: comment)], is: .quiet(.superseded), supersededBy: "m2"),
            .init(
                "a later comment with the handoff line changes nothing",
                [ItemSample(), ItemSample(id: "m2", type: .comment, direction: nil, text: handoff)], is: .answer),
        ]
    }()
}
