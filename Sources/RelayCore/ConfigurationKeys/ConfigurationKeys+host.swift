/// What the host itself reads, and no function does.
extension ConfigurationKeys {
    package static let publicURL = ConfigurationKey<String?>(
        "PUBLIC_URL", .deployment,
        ValueParser<String>.text.map(type: "URL") { text throws(ValueFault) in
            let address = text.hasSuffix("/") ? String(text.dropLast()) : text
            let scheme = address.prefix { $0 != ":" }.lowercased()
            let rest = address.dropFirst(scheme.count)
            guard ["http", "https"].contains(scheme), rest.hasPrefix("://"), let first = rest.dropFirst("://".count).first,
                first != "/", !rest.contains(where: { $0.isWhitespace || "?#".contains($0) })
            else { throw ValueFault("must be scheme and host, for example https://relay.example.com, and a path at the most") }
            return address
        }.optional, default: nil,
        "Scheme and host that HubSpot calls, with the path that a proxy takes off; the signature check needs it. When absent, those of the request count."
    )
    /// nil: a file in the state folder.
    package static let queueURL = ConfigurationKey<String?>(
        "QUEUE_URL", .deployment,
        ValueParser<String>.text.map { text throws(ValueFault) in
            guard case .postgres = QueueURL(text) else { throw ValueFault("must be postgres://user@host/database") }
            return text
        }.optional, default: nil, isSecret: true,
        "A queue and a history that several runners share: postgres://user@host/database. STORE_URL must be set then, the same for all of them. When absent, files in the state folder. Of function-host: such a database, or the functions' SQS queues, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME-{function}."
    )
    package static let port = ConfigurationKey<Int>(
        "PORT", .deployment, .integer(0...65_535), default: 8080, shownDefault: "8080",
        "The port of serve, where --port comes first, and of function-host.")
    package static let adminPort = ConfigurationKey<Int?>(
        "ADMIN_PORT", .deployment, ValueParser<Int>.integer(0...65_535).optional, default: nil,
        "The port of /readyz, /metrics and /console, if not that of the others.")
    package static let eventsKey = ConfigurationKey<[Secret]>(
        "EVENTS_KEY", .deployment, .longSecrets, default: [], isSecret: true,
        "The bearer key of POST /events, at least 16 characters; during rotation two, comma-separated. Without it the address does not exist."
    )

    package static let consoleKey = ConfigurationKey<[Secret]>(
        "CONSOLE_KEY", .deployment, .longSecrets, default: [], isSecret: true,
        "The key of /console, at least 16 characters; during rotation two, comma-separated. Without it the console answers callers on this machine only."
    )
    package static let historyHours = ConfigurationKey<Int>(
        "HISTORY_HOURS", .deployment, .integer(0...8760), default: 72, shownDefault: "72",
        "Hours for which the history keeps events, results and logs; 0 keeps none.")
    package static let historyRows = ConfigurationKey<Int>(
        "HISTORY_ROWS", .deployment, .integer(1000...10_000_000), default: 200_000, shownDefault: "200000",
        "How many invocations the history keeps.")

    package static let hostKeys: [KeyDefinition] =
        [
            publicURL.definition, queueURL.definition, port.definition, adminPort.definition, eventsKey.definition,
            consoleKey.definition, historyHours.definition, historyRows.definition,
        ] + telemetryKeys
}

extension ConfigurationFault {
    /// A queue that machines share over stores that they do not share: what one has answered the other would answer again. Whoever
    /// names a file as the store knows that all are on one machine.
    /// - Returns: nil where both are there, or no `QUEUE_URL` is set.
    package static func unsharedStore(_ environment: [String: String]) -> ConfigurationFault? {
        guard !environment[ConfigurationKeys.queueURL.name, default: ""].isEmpty,
            environment[ConfigurationKeys.storeURL.name, default: ""].isEmpty
        else { return nil }
        return ConfigurationFault(
            key: ConfigurationKeys.storeURL.name,
            problem:
                "is missing: with \(ConfigurationKeys.queueURL.name) the store must be named too, the same for all who share the queue"
        )
    }
}
