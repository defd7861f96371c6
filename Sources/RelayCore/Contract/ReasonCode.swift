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
    case ownMailbox = "own-mailbox"
    case forwardedByColleague = "forwarded-by-colleague"
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
    case unfilledAnswer = "unfilled-answer"
    case noSession = "no-session"
    case stale = "stale"
    case unchanged = "unchanged"
    case ownWrite = "own-write"
    case erased = "erased"
    case missedMessages = "missed-messages"
    case ticketingOff = "ticketing-off"
    case noOwner = "no-owner"

    // The host and the store
    case storeUnavailable = "store-unavailable"
    case tooLargeToStore = "too-large-to-store"
    case workerDied = "worker-died"
    case workerUnavailable = "worker-unavailable"
    case unrouted = "unrouted"
    case hostBusy = "host-busy"
    case diskFull = "disk-full"
    case internalError = "internal-error"
}

extension ReasonCode {
    /// What an event waits for with which nothing is wrong.
    package enum Wait: Sendable, Hashable {
        /// Its time, or another worker that is at the same event or thread: soon over.
        case turn
        /// Something outside the event: HubSpot, the token, the store, the machine. It may last for hours.
        case outside
    }

    /// nil for a fault of the event. A wait does not count against the maximum of deliveries.
    package var wait: Wait? {
        switch self {
        case .claimBusy, .leaseBusy, .effectPending, .notBefore: .turn
        case .unauthorized, .missingScope, .rateLimited, .dailyLimit, .locked, .unavailable, .connectionFailed, .ambiguous,
            .badConfiguration, .storeUnavailable, .workerUnavailable:
            .outside
        default: nil
        }
    }

    package var isWait: Bool { wait != nil }

    /// Whether a host that starts may have brought what was waited for: it reads configuration and token anew.
    package var isMendedByStart: Bool {
        switch self {
        case .badConfiguration, .workerUnavailable, .unauthorized, .missingScope: true
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
        case .inputTooLarge: "The input is larger than the limit: 1 MiB for a HubSpot delivery, else 6 MiB unless configured."
        case .notUTF8: "The input is not UTF-8."
        case .notJSON: "The input is not JSON, is nested too deeply, or holds too many values. The message gives the byte offset."
        case .notAnObject: "The input is JSON but not an object."
        case .badSpecversion: "The event has no specversion, or one other than \"1.0\"."
        case .badField: "A field is missing or invalid. The message names it."
        case .unexpectedType: "The function does not accept events of this type."
        case .unknownOrganization: "No organization with this name is configured."
        case .badConfiguration: "The configuration is invalid. The message lists every fault."
        case .methodNotAllowed: "The address does not accept this HTTP method."
        case .unknownPath: "There is nothing at this path."
        case .badToken: "The token in the URL is wrong."
        case .badKey: "The bearer key is missing or wrong."
        case .missingSignature: "A client secret is configured, and the request has no signature of an accepted version."
        case .badSignature: "The signature does not match the request."
        case .staleTimestamp: "The signed timestamp is too old (WEBHOOK_WINDOW, 5 minutes by default)."
        case .futureTimestamp: "The signed timestamp is too far in the future (WEBHOOK_WINDOW)."
        case .badPayload: "The delivery is authentic, but its body is not a JSON array, or has more elements than HubSpot sends."
        case .emptyBatch: "The delivery is an empty array."
        case .malformedEvent: "This element of the batch is not a valid event. The detail names the field."
        case .unknownSubscriptionType: "HubSpot does not document this subscription type."
        case .unhandledSubscriptionType: "A HubSpot subscription type that DeskRelay does not use."
        case .unhandledObjectType: "A generic event about a type of object that DeskRelay does not use."
        case .wrongPortal: "The event is from another HubSpot portal, not the organization's."
        case .ownMessage: "We posted this message ourselves."
        case .notAMessage: "The thread item is not a message, but a welcome text, an assignment, or a change of status or inbox."
        case .internalComment: "The message is an internal comment. These are never answered."
        case .ownDomain: "A colleague wrote it: the sender's address is in one of the organization's own domains."
        case .ownMailbox:
            "The e-mail came from one of our own addresses, and does not show who wrote it. A person gets the conversation."
        case .forwardedByColleague: "A colleague forwarded the e-mail to the inbox. The AI drafts an answer for the team."
        case .senderIsAgent: "A person of the team wrote the message."
        case .senderIsBot: "A bot, an AI agent or an integration wrote the message."
        case .senderIsSystem: "HubSpot itself wrote the message."
        case .senderUnknown: "Neither the sender nor the direction shows that a customer wrote the message."
        case .outgoing: "The message was sent to the customer."
        case .automaticMail:
            "An automatic e-mail: an absence note, a delivery report, mail from a no-reply address, or a repetition."
        case .threadArchived: "The thread is archived."
        case .threadSpam: "The thread is marked as spam."
        case .threadClosed: "The thread is closed."
        case .ownerIsHuman:
            "The thread is assigned to somebody other than the AI's user, or to nobody while REQUIRE_ASSIGNMENT is on."
        case .otherAI: "Another AI or bot owns the thread, or wrote on it after the customer."
        case .alreadyAnswered: "A person of the team has already answered the customer."
        case .assistMode: "Assist mode is on: the AI writes drafts for the team and does not answer customers."
        case .autopilotOff: "Autopilot is off for the channel."
        case .channelNotAnswerable: "HubSpot's API cannot send on this channel."
        case .sessionHandedOff: "The session is handed over to a person."
        case .sessionPaused: "The AI is paused for this session."
        case .sessionClosed: "The session is closed, and a new message does not reopen it (REOPEN)."
        case .replyBudgetSpent: "The AI gave as many answers as REPLY_BUDGET allows. A person takes over."
        case .superseded: "A newer message of the customer gets the turn. The AI sees both."
        case .aiChoseSilence: "The AI chose not to answer."
        case .nothingToDo: "The event requires no action."
        case .duplicate: "An earlier element of the delivery is the same event."
        case .alreadyDone: "It was already done, and was not done again."
        case .claimBusy: "Another worker is working on this event."
        case .leaseBusy: "Another worker is working on this thread."
        case .effectPending: "An earlier write may still be in progress at HubSpot. We check again before we write."
        case .notBefore: "The event is not due yet."
        case .deadlinePassed: "The time for the invocation ran out."
        case .unauthorized: "HubSpot refused the access token (401)."
        case .missingScope: "The HubSpot app lacks a scope (403). The message names it."
        case .notFound: "HubSpot does not have this object (404)."
        case .conflict: "HubSpot reports that the object already exists (409)."
        case .validation: "HubSpot refused a value (400). The message names the field."
        case .rateLimited: "HubSpot's short rate limit is reached (429)."
        case .dailyLimit: "HubSpot's daily rate limit is reached (429)."
        case .locked: "HubSpot has locked the object for a moment (423)."
        case .unavailable: "HubSpot answered with a server error (5xx) or a timeout, or a read got no usable answer."
        case .connectionFailed: "HubSpot could not be reached. Nothing was sent."
        case .ambiguous: "HubSpot may or may not have done the write. We check before we write again."
        case .unexpectedAnswer: "HubSpot's answer is not as documented."
        case .deliveryFailed: "HubSpot accepted the message but could not deliver it."
        case .noRecipient: "No customer wrote the message to answer, or it names nobody who may be written to."
        case .aiUnavailable: "The AI engine failed or gave an invalid answer."
        case .aiTimeout: "The AI engine did not answer in time."
        case .unfilledAnswer:
            "The AI left something in its answer to be filled in. The answer is a draft, and a person takes over."
        case .noSession:
            "There is no such session, or none belongs to this object. A ticket's property is kept for a session that is linked later."
        case .stale: "A newer change was already applied."
        case .unchanged: "The value is already set."
        case .ownWrite: "HubSpot reports a value that we wrote to the ticket ourselves."
        case .erased: "The conversation, or this part of it, was erased by session.delete or by a privacy deletion in HubSpot."
        case .missedMessages: "The sweep found customers' messages that no webhook told of, and gave them their turn."
        case .ticketingOff: "Ticketing is off for the organization (TICKETING)."
        case .noOwner: "The assignee was not found in HubSpot."
        case .storeUnavailable: "The session store, or the queue, failed or is busy."
        case .tooLargeToStore:
            "What the session store must keep of the event is more than its engine takes: 400 KB with DynamoDB."
        case .workerDied: "The worker process ended by its own fault during the event, or gave an invalid result."
        case .workerUnavailable:
            "The worker process could not start or was killed from outside, or the host is stopping. The event is not at fault."
        case .unrouted: "No function accepts events of this type."
        case .hostBusy: "The host holds as many requests as it can. The caller sends it again."
        case .diskFull: "The disk of the state folder is full."
        case .internalError: "An internal error. The log has the details."
        }
    }
}
