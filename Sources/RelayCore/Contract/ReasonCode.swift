/// Why a result is what it is: the closed list of stable codes. Nothing is ever skipped, retried or failed without one.
///
/// The raw value is what stands in results, logs and counters; it never changes its meaning.
package enum ReasonCode: String, Sendable, Hashable, CaseIterable {
    // The input itself
    case inputTooLarge = "input-too-large"
    case notUTF8 = "not-utf8"
    case notJSON = "not-json"
    case notAnObject = "not-an-object"
    case badSpecversion = "bad-specversion"
    case badField = "bad-field"
    case unexpectedType = "unexpected-type"
    case unknownOrganization = "unknown-organization"
    case badConfiguration = "bad-configuration"

    // The HTTP request
    case methodNotAllowed = "method-not-allowed"
    case unknownPath = "unknown-path"
    case badToken = "bad-token"
    case badKey = "bad-key"
    case missingSignature = "missing-signature"
    case badSignature = "bad-signature"
    case staleTimestamp = "stale-timestamp"
    case futureTimestamp = "future-timestamp"
    case badPayload = "bad-payload"
    case emptyBatch = "empty-batch"
    case malformedEvent = "malformed-event"
    case unknownSubscriptionType = "unknown-subscription-type"
    case unhandledSubscriptionType = "unhandled-subscription-type"
    case unhandledObjectType = "unhandled-object-type"
    case wrongPortal = "wrong-portal"

    // Deciding whether the AI may speak
    case ownMessage = "own-message"
    case notAMessage = "not-a-message"
    case internalComment = "internal-comment"
    case ownDomain = "own-domain"
    case senderIsAgent = "sender-is-agent"
    case senderIsBot = "sender-is-bot"
    case senderIsSystem = "sender-is-system"
    case senderUnknown = "sender-unknown"
    case outgoing = "outgoing"
    case automaticMail = "automatic-mail"
    case threadArchived = "thread-archived"
    case threadSpam = "thread-spam"
    case threadClosed = "thread-closed"
    case ownerIsHuman = "owner-is-human"
    case otherAI = "other-ai"
    case alreadyAnswered = "already-answered"
    case assistMode = "assist-mode"
    case autopilotOff = "autopilot-off"
    case channelNotAnswerable = "channel-not-answerable"
    case sessionHandedOff = "session-handed-off"
    case sessionPaused = "session-paused"
    case sessionClosed = "session-closed"
    case replyBudgetSpent = "reply-budget-spent"
    case superseded = "superseded"
    case aiChoseSilence = "ai-chose-silence"
    case nothingToDo = "nothing-to-do"

    // Doing each thing once
    case duplicate = "duplicate"
    case alreadyDone = "already-done"
    case claimBusy = "claim-busy"
    case leaseBusy = "lease-busy"
    case effectPending = "effect-pending"
    case notBefore = "not-before"
    case deadlinePassed = "deadline-passed"

    // HubSpot
    case unauthorized = "unauthorized"
    case missingScope = "missing-scope"
    case notFound = "not-found"
    case conflict = "conflict"
    case validation = "validation"
    case rateLimited = "rate-limited"
    case dailyLimit = "daily-limit"
    case locked = "locked"
    case unavailable = "unavailable"
    case connectionFailed = "connection-failed"
    case ambiguous = "ambiguous"
    case unexpectedAnswer = "unexpected-answer"
    case deliveryFailed = "delivery-failed"
    case noRecipient = "no-recipient"

    // The AI side and the session
    case aiUnavailable = "ai-unavailable"
    case aiTimeout = "ai-timeout"
    case noSession = "no-session"
    case stale = "stale"
    case unchanged = "unchanged"
    case ownWrite = "own-write"
    case erased = "erased"
    case ticketingOff = "ticketing-off"
    case noOwner = "no-owner"

    // The host and the store
    case storeUnavailable = "store-unavailable"
    case workerDied = "worker-died"
    case unrouted = "unrouted"
    case internalError = "internal-error"
}

extension ReasonCode {
    /// True where a `retry` is a wait (nothing went wrong; it is only not time yet) and not a fault. A wait does not
    /// count against the maximum of deliveries.
    package var isWait: Bool {
        switch self {
        case .claimBusy, .leaseBusy, .effectPending, .notBefore, .dailyLimit: true
        default: false
        }
    }

    /// True where the input itself is bad, so that a one-shot run ends with 65.
    package var isBadInput: Bool {
        switch self {
        case .inputTooLarge, .notUTF8, .notJSON, .notAnObject, .badSpecversion, .badField, .unexpectedType: true
        default: false
        }
    }

    /// One sentence for people: what the code means.
    package var meaning: String {
        switch self {
        case .inputTooLarge: "The input is larger than the limit (6 MiB unless configured)."
        case .notUTF8: "The input is not UTF-8."
        case .notJSON: "The input is not JSON, or nested too deeply; the message gives the byte offset."
        case .notAnObject: "The input is JSON but not an object."
        case .badSpecversion: "The event has no specversion, or not \"1.0\"."
        case .badField: "A field is missing or of the wrong type; the message names it."
        case .unexpectedType: "The function does not take events of this type."
        case .unknownOrganization: "No organization of that name is configured."
        case .badConfiguration: "The configuration is wrong; the message lists every fault."
        case .methodNotAllowed: "The address takes other methods only."
        case .unknownPath: "Nothing answers this path."
        case .badToken: "The token in the URL is not the right one."
        case .badKey: "The bearer key is missing, or is not one of those that open this address."
        case .missingSignature: "A client secret is configured and the request carries no signature that may be checked."
        case .badSignature: "The signature does not match the request."
        case .staleTimestamp: "The signed timestamp is older than the window (5 minutes unless configured)."
        case .futureTimestamp: "The signed timestamp is further ahead than the window."
        case .badPayload: "The delivery is authentic but its body is not a JSON array."
        case .emptyBatch: "The delivery is an empty array."
        case .malformedEvent: "This element of the batch is not a usable event; the field is named."
        case .unknownSubscriptionType: "HubSpot documents no such subscription type."
        case .unhandledSubscriptionType: "HubSpot sends it, and nothing here needs it."
        case .unhandledObjectType: "The generic event is of a type of object that nothing here needs."
        case .wrongPortal: "The event is of another HubSpot portal than the organization's."
        case .ownMessage: "We posted this message ourselves."
        case .notAMessage: "The thread item is no message: a welcome, an assignment, a status or inbox change."
        case .internalComment: "An internal comment, never answered."
        case .ownDomain: "The sender's address is of one of the organization's own domains: a colleague."
        case .senderIsAgent: "A person of the team wrote it."
        case .senderIsBot: "A bot, an AI agent or an integration wrote it."
        case .senderIsSystem: "HubSpot itself wrote it."
        case .senderUnknown: "Neither the sender nor the direction shows that a customer wrote it."
        case .outgoing: "The message went out to the customer."
        case .automaticMail: "No person wrote it: an absence note, a delivery report, an address that takes no answer, a repeat."
        case .threadArchived: "The thread is archived."
        case .threadSpam: "The thread is marked as spam."
        case .threadClosed: "The thread is closed."
        case .ownerIsHuman:
            "The thread is assigned to somebody else than the AI's user, or to nobody where assignment is required."
        case .otherAI: "Another AI or bot has the thread, or spoke on it after the customer."
        case .alreadyAnswered: "A person of the team answered the customer meanwhile."
        case .assistMode: "Assist mode is on: the AI drafts for the team and does not answer itself."
        case .autopilotOff: "Autopilot is off for the channel."
        case .channelNotAnswerable: "HubSpot's API cannot send on this channel."
        case .sessionHandedOff: "The session was handed over to a person."
        case .sessionPaused: "The AI is paused for this session."
        case .sessionClosed: "The conversation is closed, and a customer who writes again does not open it (REOPEN)."
        case .replyBudgetSpent: "The AI answered the thread as often as REPLY_BUDGET allows; a person takes over."
        case .superseded: "A newer customer message carries the turn."
        case .aiChoseSilence: "The AI chose not to answer."
        case .nothingToDo: "The event needs no action."
        case .duplicate: "This event was finished before; the result is the one of then."
        case .alreadyDone: "The effect stands already; it was not done again."
        case .claimBusy: "Another worker is working on this event."
        case .leaseBusy: "Another worker is working on this thread."
        case .effectPending: "An earlier try may still be under way at HubSpot; we look again before writing."
        case .notBefore: "The event is not due yet."
        case .deadlinePassed: "The deadline of the invocation passed."
        case .unauthorized: "HubSpot refused the access token (401)."
        case .missingScope: "The HubSpot app lacks a scope; the message names it (403)."
        case .notFound: "HubSpot has no such object (404)."
        case .conflict: "HubSpot says that the object exists already (409)."
        case .validation: "HubSpot refused a value; the message names the field (400)."
        case .rateLimited: "HubSpot's short rate limit is reached (429)."
        case .dailyLimit: "HubSpot's daily rate limit is reached (429)."
        case .locked: "HubSpot has locked the object for a moment (423)."
        case .unavailable: "HubSpot answered with a server error (5xx) or that its time was up, or a read got no usable answer."
        case .connectionFailed: "No connection to HubSpot; nothing was sent."
        case .ambiguous: "HubSpot may or may not have acted; we look before we write again."
        case .unexpectedAnswer: "HubSpot's answer is not what it documents."
        case .deliveryFailed: "HubSpot took the message and could not deliver it."
        case .noRecipient: "The thread holds no incoming message to answer to."
        case .aiUnavailable: "The AI engine failed or answered nonsense."
        case .aiTimeout: "The AI engine did not answer in time."
        case .noSession:
            "No session is linked to this object. A ticket's property is kept for a session that is linked to it later."
        case .stale: "A newer change of the same property was applied before."
        case .unchanged: "The value stands already."
        case .ownWrite: "HubSpot tells back the value that our side wrote to the ticket."
        case .erased: "What the conversation held up to then was erased on purpose."
        case .ticketingOff: "Tickets are switched off for the organization."
        case .noOwner: "The user to assign to could not be found in HubSpot."
        case .storeUnavailable: "The session store failed or is busy."
        case .workerDied: "The worker process ended in the middle of an event."
        case .unrouted: "No function takes events of this type."
        case .internalError: "A fault of our own; the log has more."
        }
    }
}
