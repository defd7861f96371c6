import RelayCore

/// What a simulated portal is like, and which of HubSpot's habits it shows.
///
/// Shapes and fixed ids are those of HubSpot's documentation; the portal, its people and their addresses are invented.
package struct PortalSettings: Sendable {
    package var portalID = 62_515_001
    package var appID = 1_098_266

    // MARK: Access

    /// The bearer token that every call but the token information must carry.
    package var accessToken = Secret("pat-na1-00000000-0000-4000-8000-000000000000")
    package var scopes = APIScope.all
    /// More tokens of the same app, as during a rotation.
    package var furtherTokens: [SimulatedToken] = []
    package var rateLimits = RateLimits()

    // MARK: The team

    /// The user that the AI writes as. As in HubSpot, a user's id and the id of its owner are two numbers.
    package var aiUser = SimulatedUser(
        userID: 52_530_071, ownerID: 714_200_101, firstName: "Answer", lastName: "Assistant", email: "assistant@shop.example")
    package var rep = SimulatedUser(
        userID: 52_530_099, ownerID: 714_200_102, firstName: "Riley", lastName: "Rep", email: "rep@shop.example")
    package var furtherUsers: [SimulatedUser] = []
    package var queues: [SimulatedQueue] = []

    // MARK: The inbox

    package var inboxID = "3301"
    package var furtherInboxes = [SimulatedInbox(id: "3302", name: "Help desk", isHelpDesk: true)]
    package var channelAccounts = [
        SimulatedChannelAccount(id: "220001", channelID: SimulatedChannel.chat, name: "Website chat"),
        SimulatedChannelAccount(
            id: "220002", channelID: SimulatedChannel.email, name: "Support mailbox", address: "support@shop.example"),
        SimulatedChannelAccount(id: "220003", channelID: SimulatedChannel.form, name: "Contact form"),
        SimulatedChannelAccount(id: "220004", channelID: SimulatedChannel.whatsApp, name: "WhatsApp number"),
        SimulatedChannelAccount(id: "220005", channelID: SimulatedChannel.custom, name: "Partner's messenger"),
    ]
    /// Whether a customer whose e-mail address is known becomes a contact by writing. Otherwise the thread's
    /// `associatedContactId` is the id of a visitor, which is no contact.
    package var createsContacts = true
    /// A greeting that HubSpot shows at the start of each chat; nil for none.
    package var welcomeText: String?
    /// Whether a message of a customer opens a closed thread again.
    package var reopensOnCustomerMessage = true
    /// Whether a message sent through the API does. What HubSpot does is not documented.
    package var reopensOnReply = false
    /// Whether a thread goes to the rep who replies on it, with an item that says so, as was seen live.
    package var assignsOnReply = true
    /// Whether it goes to the user in whose name the app sends. What HubSpot does is not documented.
    package var assignsOnSend = false
    /// Whether a message sent by the app is recorded as written by the integration (`I-`) instead of the user (`A-`).
    /// Which of the two HubSpot does is not documented.
    package var recordsSendsAsIntegration = false
    /// What the delivery of everything that the app sends fails with, at once; nil where it succeeds.
    package var sendFailure: String?
    /// The most characters of a customer's message; what is longer is cut (`TRUNCATED`), its whole text is its original
    /// content. nil for no limit.
    package var truncatesAfter: Int?

    // MARK: Tickets

    package var pipelines = [SimulatedPipeline.support]
    /// Whether each new thread gets a ticket by itself, as on channels with tickets turned on.
    package var createsTickets = false
    /// The channels on which it does; nil for all.
    package var ticketChannels: Set<String>?
    /// Seconds after the thread's start until its ticket is there, so that an app can be quicker.
    package var ticketDelay: Double = 0

    // MARK: The API

    /// Seconds until the search knows a new object. HubSpot says only that it may take moments.
    package var searchLag: Double = 0
    /// Whether a second contact with an e-mail address is refused as one that lost a race (400) instead of as a duplicate (409).
    package var refusesDuplicatesAsRaces = false
    /// Which v3 path of a thread's assignee answers: HubSpot's documents disagree. The other one is unknown (404).
    package var assigneePath = AssigneePath.both
    /// Whether cursors come percent-encoded (`…%3D%3D`), as was seen live.
    package var encodesCursors = false
    /// Whether ids of digits come as numbers where HubSpot documents text.
    package var sendsIDsAsNumbers = false

    // MARK: Webhooks

    package var subscriptions = WebhookType.standard
    /// The properties that changes are told of; nil for all.
    package var subscribedProperties: Set<String>?
    /// Whether ids in webhooks come as text instead of as numbers.
    package var sendsWebhookIDsAsText = false

    /// Added to the first id of every kind, so that two simulators need not number alike.
    package var idOffset = 0

    package init() {}

    package var users: [SimulatedUser] { [aiUser, rep] + furtherUsers }
    /// Of all who can be given work.
    var ownerIDs: [Int] { users.filter(\.isActive).map(\.ownerID) + queues.map(\.ownerID) }

    var tokens: [SimulatedToken] { [SimulatedToken(accessToken, scopes: scopes)] + furtherTokens }

    var inboxes: [SimulatedInbox] { [SimulatedInbox(id: inboxID, name: "Support inbox")] + furtherInboxes }

    func inboxID(of account: SimulatedChannelAccount) -> String { account.inboxID ?? inboxID }

    func makesTicket(channelID: String) -> Bool { createsTickets && ticketChannels?.contains(channelID) != false }
}

/// See ``PortalSettings/assigneePath``.
package enum AssigneePath: String, Sendable, CaseIterable {
    /// `/conversations/v3/conversations/threads/{id}/assignee`
    case guide
    /// `/conversations/conversations/v3/threads/{id}/assignee`
    case reference
    case both
}
