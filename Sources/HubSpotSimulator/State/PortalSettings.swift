import RelayCore

/// What a simulated portal starts with.
///
/// Shapes and fixed ids are those of HubSpot's documentation; the portal, its people and their addresses are invented.
package struct PortalSettings: Sendable {
    package var portalID = 62_515_001
    package var appID = 1_098_266
    /// The bearer token that every call but the token information must carry.
    package var accessToken = Secret("pat-na1-00000000-0000-4000-8000-000000000000")
    package var scopes = APIScope.all
    /// The user that the AI writes as. As in HubSpot, a user's id and the id of its owner are two numbers.
    package var aiUser = SimulatedUser(
        userID: 52_530_071, ownerID: 714_200_101, firstName: "Answer", lastName: "Assistant", email: "assistant@shop.example")
    package var rep = SimulatedUser(
        userID: 52_530_099, ownerID: 714_200_102, firstName: "Riley", lastName: "Rep", email: "rep@shop.example")
    package var inboxID = "3301"
    package var channelAccounts = [
        SimulatedChannelAccount(id: "220001", channelID: SimulatedChannel.chat, name: "Website chat"),
        SimulatedChannelAccount(
            id: "220002", channelID: SimulatedChannel.email, name: "Support mailbox", address: "support@shop.example"),
    ]
    package var pipelines = [SimulatedPipeline.support]
    /// Whether a customer whose e-mail address is known becomes a contact by writing. Otherwise the thread's
    /// `associatedContactId` is the id of a visitor, which is no contact.
    package var createsContacts = true
    /// Whether each new thread gets a ticket by itself, as on channels with tickets turned on.
    package var createsTickets = false
    /// A greeting that HubSpot shows at the start of each chat; nil for none.
    package var welcomeText: String?
    /// Whether a message sent by the app is recorded as written by the integration (`I-`) instead of the user (`A-`).
    /// Which of the two HubSpot does is not documented.
    package var recordsSendsAsIntegration = false
    /// Seconds until the search knows a new object. HubSpot says only that it may take moments.
    package var searchLag: Double = 0
    /// The webhook subscriptions. Each type is subscribed for all properties.
    package var subscriptions = WebhookType.all
    /// Added to the first id of every kind, so that two simulators need not number alike.
    package var idOffset = 0

    package init() {}

    var users: [SimulatedUser] { [aiUser, rep] }
}

/// A user of the portal, and the owner that stands for it in the CRM.
package struct SimulatedUser: Sendable, Hashable {
    package var userID: Int
    package var ownerID: Int
    package var firstName: String
    package var lastName: String
    package var email: String

    package init(userID: Int, ownerID: Int, firstName: String, lastName: String, email: String) {
        self.userID = userID
        self.ownerID = ownerID
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
    }

    package var actorID: String { "A-\(userID)" }
    var name: String { "\(firstName) \(lastName)" }
}

/// A connected account of a channel: a chat widget, a mailbox.
package struct SimulatedChannelAccount: Sendable, Hashable {
    package var id: String
    package var channelID: String
    package var name: String
    /// The mailbox's address; nil for channels without addresses.
    package var address: String?

    package init(id: String, channelID: String, name: String, address: String? = nil) {
        self.id = id
        self.channelID = channelID
        self.name = name
        self.address = address
    }
}

/// HubSpot's channels: their ids are the same in every portal.
package enum SimulatedChannel {
    package static let chat = "1000"
    package static let email = "1002"
    static let form = "1003"
    package static let whatsApp = "1007"

    static let names = [
        chat: "LIVE_CHAT", "1001": "FB_MESSENGER", email: "EMAIL", form: "FORMS", whatsApp: "WHATSAPP", "1009": "SMS",
        "1010": "INSTAGRAM",
    ]
    /// Channels on which the API documents no sending.
    static let unanswerable: Set<String> = [form, whatsApp]
}

/// The scopes that the simulated calls ask for.
package enum APIScope {
    package static let conversationsRead = "conversations.read"
    package static let conversationsWrite = "conversations.write"
    package static let tickets = "tickets"
    package static let contactsRead = "crm.objects.contacts.read"
    package static let contactsWrite = "crm.objects.contacts.write"
    package static let ownersRead = "crm.objects.owners.read"
    package static let oauth = "oauth"

    package static let all: Set<String> = [
        conversationsRead, conversationsWrite, tickets, contactsRead, contactsWrite, ownersRead, oauth,
    ]
}
