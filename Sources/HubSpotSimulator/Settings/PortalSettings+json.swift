import RelayCore

/// The settings as JSON: a file for the executable, and what the control calls show and change.
extension PortalSettings {
    static let fields: [SettingField] = identity + inbox + tickets + api + webhooks

    /// The settings with what is given changed.
    /// - Throws: ``FieldError``, which names the member that is unknown or of the wrong type.
    package func changed(by json: JSON) throws -> PortalSettings {
        let reader = try ObjectReader(json, path: "")
        try reader.allow(Self.fields.map(\.name))
        var settings = self
        for field in Self.fields where reader.members[field.name] != nil { try field.write(&settings, reader) }
        guard settings.pipelines.contains(where: { !$0.stages.isEmpty }) else {
            throw reader.error("pipelines", "must contain a pipeline with a stage")
        }
        return settings
    }

    /// Without the tokens.
    package var json: JSON {
        .object(JSONObject(Self.fields.compactMap { field in field.read.map { (field.name, $0(self)) } }))
    }

    private static let identity: [SettingField] = [
        .number("portalId", \.portalID), .number("appId", \.appID), .number("idOffset", \.idOffset),
        SettingField(name: "accessToken", read: nil) { $0.accessToken = Secret(try $1.string("accessToken")) },
        SettingField(name: "scopes", read: { .array($0.scopes.sorted().map(JSON.string)) }) {
            $0.scopes = Set(try $1.texts("scopes"))
        },
        .list("furtherTokens", \.furtherTokens, json: nil) { reader in
            try reader.allow(["token", "scopes"])
            let scopes = reader.value("scopes") == nil ? APIScope.all : Set(try reader.texts("scopes"))
            return SimulatedToken(Secret(try reader.string("token")), scopes: scopes)
        },
        .object("rateLimits", \.rateLimits, json: \.json, value: RateLimits.init),
        .object("aiUser", \.aiUser, json: \.json, value: SimulatedUser.init),
        .object("rep", \.rep, json: \.json, value: SimulatedUser.init),
        .list("furtherUsers", \.furtherUsers, json: \.json, element: SimulatedUser.init),
        .list("queues", \.queues, json: \.json, element: SimulatedQueue.init),
    ]

    private static let inbox: [SettingField] = [
        .text("inboxId", \.inboxID),
        .list("furtherInboxes", \.furtherInboxes, json: \.json, element: SimulatedInbox.init),
        .list("channelAccounts", \.channelAccounts, json: \.json, element: SimulatedChannelAccount.init),
        .flag("createsContacts", \.createsContacts), .optionalText("welcomeText", \.welcomeText),
        .flag("reopensOnCustomerMessage", \.reopensOnCustomerMessage), .flag("reopensOnReply", \.reopensOnReply),
        .flag("assignsOnReply", \.assignsOnReply), .flag("assignsOnSend", \.assignsOnSend),
        .flag("recordsSendsAsIntegration", \.recordsSendsAsIntegration), .optionalText("sendFailure", \.sendFailure),
        .optionalNumber("truncatesAfter", \.truncatesAfter),
    ]

    private static let tickets: [SettingField] = [
        .list("pipelines", \.pipelines, json: \.settingJSON, element: SimulatedPipeline.init),
        .flag("createsTickets", \.createsTickets), .optionalTexts("ticketChannels", \.ticketChannels),
        .seconds("ticketDelay", \.ticketDelay),
    ]

    private static let api: [SettingField] = [
        .seconds("searchLag", \.searchLag), .flag("refusesDuplicatesAsRaces", \.refusesDuplicatesAsRaces),
        .flag("encodesCursors", \.encodesCursors), .flag("sendsIdsAsNumbers", \.sendsIDsAsNumbers),
        SettingField(name: "assigneePath", read: { .string($0.assigneePath.rawValue) }) { settings, reader in
            guard let path = AssigneePath(rawValue: try reader.string("assigneePath")) else {
                throw reader.error("assigneePath", "must be one of \(AssigneePath.allCases.map(\.rawValue))")
            }
            settings.assigneePath = path
        },
    ]

    private static let webhooks: [SettingField] = [
        SettingField(name: "subscriptions", read: { .array($0.subscriptions.map(\.rawValue).sorted().map(JSON.string)) }) {
            settings, reader in
            settings.subscriptions = Set(
                try reader.texts("subscriptions").map { name in
                    guard let type = WebhookType(rawValue: name) else {
                        throw reader.error("subscriptions", "contains a type that the simulator does not send")
                    }
                    return type
                })
        },
        .optionalTexts("subscribedProperties", \.subscribedProperties),
        .flag("sendsWebhookIdsAsText", \.sendsWebhookIDsAsText),
    ]
}
