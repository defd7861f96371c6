/// Every configuration key, in one table: the code, `--describe` and the README all come from here.
package enum ConfigurationKeys {
    // MARK: The deployment

    package static let logFormat = ConfigurationKey<String>(
        "LOG_FORMAT", .deployment, .choice(["json", "text"]), default: "json", shownDefault: "json",
        "Format of the log lines on stderr.")
    package static let logLevel = ConfigurationKey<String>(
        "LOG_LEVEL", .deployment, .choice(["trace", "debug", "info", "notice", "warning", "error", "critical", "off"]),
        default: "info", shownDefault: "info", "The lowest level to log; off logs nothing.")
    package static let maxInputBytes = ConfigurationKey<Int>(
        "MAX_INPUT_BYTES", .deployment, .integer(1024...(64 * 1024 * 1024)), default: InvocationInput.defaultByteLimit,
        shownDefault: "6291456", "The largest input event, in bytes.")
    package static let organization = ConfigurationKey<String>(
        "ORGANIZATION", .deployment, .text, default: RelayEvent.defaultOrganization, shownDefault: "default",
        "The name of the single organization that the environment configures.")
    package static let relayConfig = ConfigurationKey<String?>(
        "RELAY_CONFIG", .deployment, ValueParser<String>.text.optional, default: nil,
        "A JSON file that configures several organizations.")
    /// nil: ``StateFolder`` says where.
    package static let storeURL = ConfigurationKey<String?>(
        "STORE_URL", .deployment,
        ValueParser<String>.text.map { text throws(ValueFault) in
            guard (["sqlite:", "dynamodb:"] + PostgresScheme.all).contains(where: { text.hasPrefix($0) && text != $0 }) else {
                throw ValueFault("must be sqlite:path, postgres://user@host/database, or dynamodb:table")
            }
            return text
        }.optional, default: nil, shownDefault: "sqlite:~/.local/state/deskrelay/relay.sqlite", isSecret: true,
        "The store of sessions, claims, leases and the effect ledger: sqlite:path, or for several machines postgres://user@host/database or dynamodb:table. STATE_DIRECTORY or XDG_STATE_HOME moves the default."
    )
    package static let claimRetention = ConfigurationKey<Int>(
        "CLAIM_RETENTION_DAYS", .deployment, .integer(2...3650), default: 30, shownDefault: "30",
        "Days to keep the results of finished events, and the properties of tickets without a conversation.")
    package static let webhookURLKey = ConfigurationKey<[Secret]>(
        "WEBHOOK_URL_KEY", .deployment, .longSecrets, default: [], isSecret: true,
        "The key of the tokens in webhook URLs, at least 16 characters; during rotation two, comma-separated.")

    // MARK: HubSpot

    package static let accessToken = ConfigurationKey<[Secret]>(
        "HUBSPOT_ACCESS_TOKEN", .organization, .secrets, default: [], isSecret: true,
        "The HubSpot app's access token; during rotation two, comma-separated.")
    package static let clientSecret = ConfigurationKey<[Secret]>(
        "HUBSPOT_CLIENT_SECRET", .organization, .secrets, default: [], isSecret: true,
        "The HubSpot app's client secret, which signs webhooks; during rotation two, comma-separated. Required unless WEBHOOK_UNSIGNED is true."
    )
    package static let unsigned = ConfigurationKey<Bool>(
        "WEBHOOK_UNSIGNED", .organization, .boolean, default: false, shownDefault: "false",
        "Accept webhooks when no client secret is configured; then only the token in the URL is checked.")
    package static let userID = ConfigurationKey<String?>(
        "HUBSPOT_USER_ID", .organization, userIDParser, default: nil, "The HubSpot user that AI replies are sent as.")
    package static let portalID = ConfigurationKey<String?>(
        "HUBSPOT_PORTAL_ID", .organization, ValueParser<String>.id.optional, default: nil,
        "The HubSpot portal. Events from another portal are skipped as wrong-portal.")
    package static let appID = ConfigurationKey<String?>(
        "HUBSPOT_APP_ID", .organization, ValueParser<String>.id.optional, default: nil,
        "The HubSpot app's id, used to recognize our own messages. When absent, HubSpot is asked whose token it is.")
    package static let apiBase = ConfigurationKey<String>(
        "HUBSPOT_API_BASE", .organization, .safeURL, default: "https://api.hubapi.com", shownDefault: "https://api.hubapi.com",
        "The address of HubSpot's API; http only on this machine.")
    package static let apiEdition = ConfigurationKey<String>(
        "HUBSPOT_API_EDITION", .organization, .choice(["v3", "2026-09"]), default: "v3", shownDefault: "v3",
        "The edition of HubSpot's API paths.")
    package static let acceptV1 = ConfigurationKey<Bool>(
        "WEBHOOK_ACCEPT_V1", .organization, .boolean, default: false, shownDefault: "false",
        "Accept HubSpot's v1 signature when a request has no v3 signature.")
    package static let webhookWindow = ConfigurationKey<Double>(
        "WEBHOOK_WINDOW", .organization, .seconds(1...86_400), default: 300, shownDefault: "300",
        "How far a signed timestamp may be in the past or the future.")

    // MARK: The AI

    package static let aiEngine = ConfigurationKey<String>(
        "AI_ENGINE", .organization, .choice(["articles", "openai", "http"]), default: "",
        "The engine that answers: articles searches a folder of Markdown articles, openai calls a chat-completions endpoint, http calls your own service."
    )
    package static let aiURL = ConfigurationKey<String?>(
        "AI_URL", .organization, ValueParser<String>.url.optional, default: nil,
        "The engine's address, required by AI_ENGINE=openai (up to and including /v1) and AI_ENGINE=http.")
    package static let aiKey = ConfigurationKey<Secret?>(
        "AI_API_KEY", .organization, ValueParser<Secret>.secret.optional, default: nil, isSecret: true,
        "The bearer token for AI_URL.")
    package static let aiModel = ConfigurationKey<String?>(
        "AI_MODEL", .organization, ValueParser<String>.text.optional, default: nil,
        "The model, required by AI_ENGINE=openai.")
    package static let aiInstructions = ConfigurationKey<String?>(
        "AI_INSTRUCTIONS", .organization, ValueParser<String>.text.optional, default: nil,
        "Instructions for AI_ENGINE=openai: text, or file: followed by the path of a text file.")
    package static let aiTimeout = ConfigurationKey<Double>(
        "AI_TIMEOUT", .organization, .seconds(0.1...600), default: 30, shownDefault: "30",
        "Time limit of the AI for one turn.")
    package static let aiFallbackLine = ConfigurationKey<LineByLanguage>(
        "AI_FALLBACK_LINE", .organization, LineByLanguage.parser(mayBeOff: false), default: .builtIn,
        shownDefault: "in the customer's language",
        "What the customer reads when the AI cannot answer: text, or by language {\"en\":…,\"de\":…}.")
    package static let aiDisclosure = ConfigurationKey<AIDisclosure>(
        "AI_DISCLOSURE", .organization, AIDisclosure.parser, default: .builtIn, shownDefault: "in the customer's language",
        "What the AI's first message of a conversation says of who writes: off, text, or JSON by channel or language, as {\"chat\":{\"en\":…},\"email\":\"off\"}."
    )
    package static let aiReplyTimeout = ConfigurationKey<Double>(
        "AI_REPLY_TIMEOUT", .organization, .seconds(1...3600), default: 120, shownDefault: "120",
        "How long to wait for an engine that said it would answer later. After that a person takes over.")
    package static let relayAPIKey = ConfigurationKey<[Secret]>(
        "RELAY_API_KEY", .organization, .longSecrets, default: [], isSecret: true,
        "The bearer key of the routes under /ai, at least 16 characters;"
            + " during rotation two, comma-separated. Without it these routes answer 404.")
    package static let articlesPath = ConfigurationKey<String?>(
        "ARTICLES_PATH", .organization, ValueParser<String>.text.optional, default: nil,
        "The folder of Markdown articles, required by AI_ENGINE=articles.")
    package static let articlesMaxTurns = ConfigurationKey<Int>(
        "ARTICLES_MAX_TURNS", .organization, .integer(1...100), default: 6, shownDefault: "6",
        "The number of answers in one conversation after which AI_ENGINE=articles hands over.")
    package static let autopilot = ConfigurationKey<[String]>(
        "AUTOPILOT", .organization,
        ValueParser<[String]>.list.map { names throws(ValueFault) in
            if names == ["off"] { return [] }
            return try ValueParser.known(names, among: ChannelKind.allCases.map(\.rawValue), orElse: "off")
        }, default: ["chat", "email"], shownDefault: "chat,email", "The channels on which the AI answers on its own, or off.")
    package static let assistMode = ConfigurationKey<Bool>(
        "ASSIST_MODE", .organization, .boolean, default: false, shownDefault: "false",
        "Post drafts as internal comments instead of answers, whoever owns the thread.")
    package static let requireAssignment = ConfigurationKey<Bool>(
        "REQUIRE_ASSIGNMENT", .organization, .boolean, default: false, shownDefault: "false",
        "Answer only threads that are assigned to the AI's user. When false, unassigned threads are answered too.")
    package static let reopen = ConfigurationKey<Bool>(
        "REOPEN", .organization, .boolean, default: true, shownDefault: "true",
        "A customer who writes again reopens a closed conversation, and the AI answers. When false, only session.control reopens it."
    )
    package static let replyBudget = ConfigurationKey<Int>(
        "REPLY_BUDGET", .organization, .integer(1...1000), default: 10, shownDefault: "10",
        "The most answers on one thread within an hour without a message from a person of the team. After that the AI hands over."
    )
    package static let longestWait = ConfigurationKey<Double>(
        "TURN_LONGEST_WAIT", .organization, .seconds(0...3600), default: 30, shownDefault: "30",
        "How long to wait for a customer who keeps writing before answering anyway; 0 waits until they stop.")
    package static let ownDomains = ConfigurationKey<[String]>(
        "OWN_DOMAINS", .organization,
        ValueParser<[String]>.list.map { names throws(ValueFault) in
            for name in names where !OwnAddresses.isDomain(name) {
                throw ValueFault("names \(name.prefix(80)), which is no domain, as shop.example, *.shop.example or @shop.example")
            }
            return names
        }, default: [], shownDefault: "",
        "The team's e-mail domains. A message from one of them is a colleague's, even if HubSpot shows it as incoming.")
    package static let emailDelay = ConfigurationKey<Double>(
        "EMAIL_DELAY", .organization, .seconds(0...900), default: 5, shownDefault: "5",
        "How long to wait after an e-mail before its turn, so that several e-mails get one answer.")
    package static let chatDelay = ConfigurationKey<Double>(
        "CHAT_DELAY", .organization, .seconds(0...900), default: 1.5, shownDefault: "1.5",
        "How long to wait after a chat message before its turn, so that several messages get one answer.")
    package static let replyCheckDelay = ConfigurationKey<Double>(
        "REPLY_CHECK_DELAY", .organization, .seconds(0...900), default: 60, shownDefault: "60",
        "How long after a reply to check whether HubSpot delivered it.")
    package static let sessionURL = ConfigurationKey<String?>(
        "SESSION_URL", .organization, ValueParser<String>.url.optional, default: nil,
        "The link to a session in handoff comments; {sessionId} stands for its id.")

    // MARK: Tickets and handoff

    package static let ticketing = ConfigurationKey<Bool>(
        "TICKETING", .organization, .boolean, default: true, shownDefault: "true",
        "Create or link a ticket at handoff, and mirror ticket properties.")
    package static let ticketPipeline = ConfigurationKey<String>(
        "TICKET_PIPELINE", .organization, .text, default: "0", shownDefault: "0", "The id of the pipeline for new tickets.")
    package static let ticketStage = ConfigurationKey<String>(
        "TICKET_STAGE", .organization, .text, default: "1", shownDefault: "1", "The id of the stage for new tickets.")
    package static let closeTicket = ConfigurationKey<Bool>(
        "CLOSE_TICKET", .organization, .boolean, default: true, shownDefault: "true",
        "Move the ticket to a closed stage when session.control closes the session.")
    package static let closeThread = ConfigurationKey<Bool>(
        "CLOSE_THREAD", .organization, .boolean, default: true, shownDefault: "true",
        "Close the thread when session.control closes the session, or the AI says nothing to a message that reopened it.")

    // MARK: Signatures

    package static let signatures = ConfigurationKey<[EmailSignature]>(
        "SIGNATURES", .organization, EmailSignature.parser, default: [], shownDefault: "",
        "E-mail signatures by sender domain: [{\"pattern\",\"html\",\"text\"?}]. A pattern is a domain or *.suffix.")

    /// A HubSpot user id, kept without the `A-` of actor ids: people copy it in both forms.
    private static let userIDParser = ValueParser<String?>(type: "user id, with or without A-") { json throws(ValueFault) in
        let text = json.id ?? ""
        let digits = text.hasPrefix("A-") ? String(text.dropFirst(2)) : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw ValueFault("must be a user id: a whole number, with or without A- before it")
        }
        return digits
    }

    /// In the order of the documentation.
    package static let all: [KeyDefinition] =
        [
            organization.definition, relayConfig.definition, storeURL.definition, claimRetention.definition,
            logLevel.definition, logFormat.definition,
            maxInputBytes.definition, webhookURLKey.definition, clientSecret.definition, unsigned.definition, acceptV1.definition,
            webhookWindow.definition, accessToken.definition, userID.definition, portalID.definition, appID.definition,
            apiBase.definition, apiEdition.definition, aiEngine.definition, aiURL.definition, aiKey.definition,
            aiModel.definition,
            aiInstructions.definition, aiTimeout.definition, aiFallbackLine.definition,
            aiDisclosure.definition, aiReplyTimeout.definition, relayAPIKey.definition, articlesPath.definition,
            articlesMaxTurns.definition,
            autopilot.definition,
            assistMode.definition, requireAssignment.definition, reopen.definition, replyBudget.definition,
            longestWait.definition, ownDomains.definition, emailDelay.definition, chatDelay.definition,
            replyCheckDelay.definition, sessionURL.definition, ticketing.definition, ticketPipeline.definition,
            ticketStage.definition, closeTicket.definition, closeThread.definition,
        ] + sweepKeys + ticketKeys + [signatures.definition] + hostKeys + containerKeys
}
