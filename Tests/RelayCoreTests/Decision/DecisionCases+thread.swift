import Phrases
import RelayCore

/// What became of the thread, what the organization allows, and what came later.
extension DecisionCase {
    private static let aiActor = "A-\(ThreadSample.aiUserID)"

    static let threads: [DecisionCase] = [
        .init("archived", thread: ThreadSample(isArchived: true), is: .quiet(.threadArchived)),
        .init("spam", thread: ThreadSample(isSpam: true), is: .quiet(.threadSpam)),
        .init("closed", thread: ThreadSample(status: .closed), is: .quiet(.threadClosed)),
        .init("a status of later", thread: ThreadSample(status: ThreadStatus("SNOOZED")), is: .answer),
        .init(
            "closed once and open again, since the customer wrote",
            [
                .outgoing(ThreadSample.colleague, id: "m0"), ItemSample(id: "s1", type: .threadStatusChange, direction: nil),
                ItemSample(),
            ], is: .answer),

        // Owner
        .init("the AI's user owns it", thread: ThreadSample(owner: aiActor), is: .answer),
        .init("the AI's user as a bare number", thread: ThreadSample(owner: ThreadSample.aiUserID), is: .answer),
        .init("a person owns it", thread: ThreadSample(owner: ThreadSample.colleague), is: .quiet(.ownerIsHuman)),
        .init(
            "a visitor's id with the AI user's number", thread: ThreadSample(owner: "V-\(ThreadSample.aiUserID)"),
            is: .quiet(.ownerIsHuman)),
        .init("an owner of a kind of later", thread: ThreadSample(owner: "T-12"), is: .quiet(.ownerIsHuman)),
        .init("HubSpot's customer agent owns it", thread: ThreadSample(owner: "L-1"), is: .quiet(.otherAI)),
        .init("nobody owns it, and assignment is required", policy: policy(requireAssignment: true), is: .quiet(.ownerIsHuman)),
        .init(
            "the AI's user owns it, as required", thread: ThreadSample(owner: aiActor), policy: policy(requireAssignment: true),
            is: .answer),
        .init(
            "owned, while no AI user is configured", thread: ThreadSample(owner: aiActor),
            policy: DecisionPolicy(aiUserID: nil, automaticMail: .inAllLanguages),
            is: .quiet(.ownerIsHuman)),

        // Channel
        .init("autopilot off for chat", policy: policy(autopilot: [.email]), is: .quiet(.autopilotOff)),
        .init("autopilot off altogether", policy: policy(autopilot: []), is: .quiet(.autopilotOff)),
        .init("a custom channel, not named by autopilot", [ItemSample(channel: "77001")], is: .quiet(.autopilotOff)),
        .init(
            "a custom channel, named by autopilot", [ItemSample(channel: "77001")], policy: policy(autopilot: [.other]),
            is: .answer),
        .init("WhatsApp, not named by autopilot", [ItemSample(channel: "1007")], is: .quiet(.autopilotOff)),
        .init(
            "WhatsApp, named by autopilot", [ItemSample(channel: "1007")], policy: policy(autopilot: [.whatsapp]),
            is: .draft(.channelNotAnswerable)),

        // Session
        .init("handed off", session: .handedOff, is: .quiet(.sessionHandedOff)),
        .init(
            "handed off, though the AI's user owns the thread", thread: ThreadSample(owner: aiActor), session: .handedOff,
            is: .quiet(.sessionHandedOff)),
        .init("paused", session: .paused, is: .quiet(.sessionPaused)),
        .init("closed on our side, and the customer writes again", session: .closed, is: .answer),
    ]

    static let assistMode: [DecisionCase] = {
        let assist = policy(assistMode: true)
        let assistWithoutAutopilot = policy(autopilot: [], assistMode: true)
        return [
            .init("assist: nothing against an answer", policy: assist, is: .draft(.assistMode)),
            .init(
                "assist: a person owns it", thread: ThreadSample(owner: ThreadSample.colleague), policy: assist,
                is: .draft(.ownerIsHuman)),
            .init("assist: the customer agent owns it", thread: ThreadSample(owner: "L-1"), policy: assist, is: .draft(.otherAI)),
            .init(
                "assist: from a mailbox of ours, which hides who wrote", [.email(ThreadSample.mailbox)], policy: assist,
                is: .draft(.ownMailbox)),
            .init(
                "assist: a form from the team's domain is the person's already", [.email("web@team.example")], policy: assist,
                is: .quiet(.ownDomain)),
            .init("assist: autopilot off", policy: assistWithoutAutopilot, is: .draft(.autopilotOff)),
            .init(
                "assist: WhatsApp", [ItemSample(channel: "1007")], policy: policy(autopilot: [.whatsapp], assistMode: true),
                is: .draft(.channelNotAnswerable)),
            .init(
                "assist: owner and autopilot, the first in order names it", thread: ThreadSample(owner: ThreadSample.colleague),
                policy: assistWithoutAutopilot, is: .draft(.ownerIsHuman)),
            .init(
                "assist: our own draft is not drafted upon", [ItemSample(type: .comment, direction: nil)], ownIDs: ["m1"],
                policy: assist, is: .quiet(.ownMessage)),
            .init("assist: closed", thread: ThreadSample(status: .closed), policy: assist, is: .quiet(.threadClosed)),
            .init(
                "assist: paused beats the owner's draft", thread: ThreadSample(owner: ThreadSample.colleague), session: .paused,
                policy: assist, is: .quiet(.sessionPaused)),
            .init("assist: handed off", session: .handedOff, policy: assist, is: .quiet(.sessionHandedOff)),
            .init(
                "assist: a person answered", [ItemSample(), .outgoing(ThreadSample.colleague)], policy: assist,
                is: .quiet(.alreadyAnswered)),
            .init(
                "assist: a newer message takes the draft", thread: ThreadSample(owner: ThreadSample.colleague),
                [ItemSample(), ItemSample(id: "m2")], policy: assist, is: .quiet(.superseded), supersededBy: "m2"),
        ]
    }()

    static let later: [DecisionCase] = [
        .init(
            "a newer message of the customer", [ItemSample(), ItemSample(id: "m2")], is: .quiet(.superseded), supersededBy: "m2"),
        .init(
            "the newest of three", [ItemSample(), ItemSample(id: "m2"), ItemSample(id: "m3")], is: .quiet(.superseded),
            supersededBy: "m3"),
        .init("the newest itself", [ItemSample(id: "m0"), ItemSample()], is: .answer),
        .init(
            "a later comment does not supersede", [ItemSample(), ItemSample(id: "m2", type: .comment, direction: nil)],
            is: .answer),
        .init(
            "a later assignment does not supersede", [ItemSample(), ItemSample(id: "m2", type: .assignment, direction: nil)],
            is: .answer),
        .init(
            "a later mail of a HubSpot inbox does not supersede", [ItemSample(), .email("in-1@x.hs-inbox.com", id: "m2")],
            is: .answer
        ),
        .init(
            "a later message on a channel without autopilot does not supersede",
            [ItemSample(), ItemSample(id: "m2", channel: "1009")], is: .answer),
        .init(
            "a message that would only be drafted does not supersede an answer",
            [ItemSample(), ItemSample(id: "m2", channel: "1007")], policy: policy(autopilot: [.chat, .whatsapp]), is: .answer),
        .init(
            "a message that would be answered supersedes a draft", [ItemSample(channel: "1007"), ItemSample(id: "m2")],
            policy: policy(autopilot: [.chat, .whatsapp]), is: .quiet(.superseded), supersededBy: "m2"),
        .init("the same message twice does not supersede itself", [ItemSample(), ItemSample()], is: .answer),
        .init(
            "what came between two copies of the message is later",
            [ItemSample(), .outgoing(ThreadSample.colleague), ItemSample()],
            is: .quiet(.alreadyAnswered)),

        // Somebody answered
        .init("a person answered meanwhile", [ItemSample(), .outgoing(ThreadSample.colleague)], is: .quiet(.alreadyAnswered)),
        .init("a person answered before", [.outgoing(ThreadSample.colleague, id: "m0"), ItemSample()], is: .answer),
        .init(
            "a person answered from their own mailbox", [.email("ann@customer.example"), .email("bo@team.example", id: "m2")],
            is: .quiet(.alreadyAnswered)),
        .init(
            "a person answered, and the customer wrote again",
            [ItemSample(), .outgoing(ThreadSample.colleague), ItemSample(id: "m3")], is: .quiet(.alreadyAnswered)),
        .init(
            "the message after a person's answer",
            [ItemSample(id: "m0"), .outgoing(ThreadSample.colleague, id: "r1"), ItemSample()], is: .answer),
        .init(
            "a person's comment is no answer",
            [ItemSample(), ItemSample(id: "m2", type: .comment, direction: nil, senders: [], createdBy: "A-7002")], is: .answer),
        .init("our answer to an earlier message came in later", [ItemSample(), .ours()], is: .answer),
        .init("our answer, known by its id alone", [ItemSample(), .outgoing(aiActor)], ownIDs: ["m2"], is: .answer),
        .init(
            "a person answered from the AI side", [ItemSample(), .outgoing("A-7002")], ownIDs: ["m2"],
            is: .quiet(.alreadyAnswered)),
        .init("the AI's user wrote, client and ledger lost", [ItemSample(), .outgoing(aiActor)], is: .answer),
        .init("HubSpot's automatic mail is no answer", [ItemSample(), .outgoing("S-hubspot")], is: .answer),
        .init(
            "automatic mail from the team's address is no answer",
            [
                ItemSample(),
                ItemSample(id: "m2", direction: .outgoing, senders: [.init(actor: "S-hubspot", address: "help@team.example")]),
            ], is: .answer),
        .init(
            "mail from the team's address that nobody sent is no answer",
            [ItemSample(), ItemSample(id: "m2", direction: .outgoing, senders: [.init(address: "help@team.example")])],
            is: .answer),
        .init(
            "HubSpot's own mail from the team's address, that comes back, is no answer",
            [ItemSample(), ItemSample(id: "m2", senders: [.init(actor: "S-hubspot", address: "help@team.example")])],
            is: .answer),
        .init(
            "a form with a staff address is no answer",
            [ItemSample(), ItemSample(id: "m2", senders: [.init(address: "bo@team.example")], channel: "1003")], is: .answer),

        // Two AIs
        .init("HubSpot's customer agent answered", [ItemSample(), .outgoing("L-1")], is: .quiet(.otherAI)),
        .init("a chatflow bot answered", [ItemSample(), .outgoing("B-1")], is: .quiet(.otherAI)),
        .init("another integration answered", [ItemSample(), .outgoing("I-4444")], is: .quiet(.otherAI)),
        .init("our own app is no other AI", [ItemSample(), .outgoing("I-\(ThreadSample.appID)")], is: .answer),
        .init(
            "a form that a bot hands in is no other AI",
            [ItemSample(), ItemSample(id: "m2", senders: [.init(actor: "B-1")], channel: "1003")], is: .answer),
        .init("a bot spoke before the customer", [.outgoing("B-1", id: "m0"), ItemSample()], is: .answer),
        .init(
            "a bot's welcome after the customer is no answer",
            [ItemSample(), ItemSample(id: "m2", type: .welcomeMessage, direction: nil, senders: [.init(actor: "B-1")])],
            is: .answer
        ),
        .init(
            "a bot and a person answered: the bot is named first",
            [ItemSample(), .outgoing("B-1"), .outgoing(ThreadSample.colleague, id: "m3")], is: .quiet(.otherAI)),
    ]

    /// Where several rules object, the first in order names the reason.
    static let conflicts: [DecisionCase] = [
        .init(
            "our message on an archived thread", thread: ThreadSample(isArchived: true), [.ours(id: "m1")],
            is: .quiet(.ownMessage)),
        .init("our comment", [ItemSample(type: .comment, direction: nil)], ownIDs: ["m1"], is: .quiet(.ownMessage)),
        .init(
            "a colleague's comment on a closed thread", thread: ThreadSample(status: .closed),
            [ItemSample(type: .comment, direction: nil, createdBy: "A-7002")], is: .quiet(.internalComment)),
        .init(
            "a person of the team with an address of the team", [.from("A-7002", address: "bo@team.example")],
            is: .quiet(.ownDomain)),
        .init("an outgoing message of a bot", [.outgoing("B-1", id: "m1")], is: .quiet(.senderIsBot)),
        .init(
            "archived, spam and closed", thread: ThreadSample(status: .closed, isSpam: true, isArchived: true),
            is: .quiet(.threadArchived)),
        .init("spam and closed", thread: ThreadSample(status: .closed, isSpam: true), is: .quiet(.threadSpam)),
        .init(
            "closed and owned by a person", thread: ThreadSample(status: .closed, owner: ThreadSample.colleague),
            is: .quiet(.threadClosed)),
        .init(
            "owned by a person who answered", thread: ThreadSample(owner: ThreadSample.colleague),
            [ItemSample(), .outgoing(ThreadSample.colleague)], is: .quiet(.ownerIsHuman)),
        .init(
            "owned by a person, autopilot off, handed off", thread: ThreadSample(owner: ThreadSample.colleague),
            session: .handedOff, policy: policy(autopilot: []), is: .quiet(.ownerIsHuman)),
        .init(
            "WhatsApp and paused: no draft either", [ItemSample(channel: "1007")], session: .paused,
            policy: policy(autopilot: [.whatsapp]), is: .quiet(.sessionPaused)),
        .init(
            "paused, and a newer message that is paused too", [ItemSample(), ItemSample(id: "m2")], session: .paused,
            is: .quiet(.sessionPaused)),
    ]
}
