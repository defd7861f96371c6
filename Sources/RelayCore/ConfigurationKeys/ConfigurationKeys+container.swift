/// What function-host alone reads.
extension ConfigurationKeys {
    package static let function = ConfigurationKey<String?>(
        "FUNCTION", .deployment, ValueParser<String>.text.optional, default: nil,
        "The function that function-host runs; its command line comes first.")
    package static let workers = ConfigurationKey<Int?>(
        "WORKERS", .deployment, ValueParser<Int>.integer(1...64).optional, default: nil,
        "How many workers function-host runs. When absent, as many as template.yaml says.")
    package static let eventsOpen = ConfigurationKey<Bool>(
        "EVENTS_OPEN", .deployment, .boolean, default: false, shownDefault: "false",
        "Let function-host take events without EVENTS_KEY: for a platform that lets nobody else reach it.")
    package static let sink = ConfigurationKey<String?>(
        "K_SINK", .deployment, ValueParser<String>.url.optional, default: nil,
        "Where function-host sends what its function emits, as CloudEvents by HTTP.")
    package static let sinkOverrides = ConfigurationKey<[String: String]>(
        "K_CE_OVERRIDES", .deployment,
        ValueParser<JSON>.json("object").map { json throws(ValueFault) in
            let own: Set = ["data", "datacontenttype", "dataschema", "id", "source", "specversion", "subject", "time", "type"]
            var extensions: [String: String] = [:]
            for (name, value) in json["extensions"]?.object ?? [:] {
                let isName =
                    !name.isEmpty && name.utf8.count <= 20
                    && name.utf8.allSatisfy { byte in
                        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                    }
                // An id that every event has would make all of them one.
                guard !own.contains(name) else { throw ValueFault("must not replace \(name), which is the event's own") }
                guard isName, let text = value.string else {
                    throw ValueFault("must have text for each extension, whose name has lower-case letters and digits")
                }
                extensions[name] = text
            }
            return extensions
        }, default: [:],
        "What every event to K_SINK gets: {\"extensions\":{\"name\":\"value\"}}.")
    package static let sinkKey = ConfigurationKey<Secret?>(
        "SINK_KEY", .deployment, ValueParser<Secret>.bearer.optional, default: nil, isSecret: true,
        "A bearer key that goes with every event to K_SINK: the EVENTS_KEY of the other side.")
    /// Described with the runner's key of this name, which is a database alone.
    package static let containerQueueURL = ConfigurationKey<QueueURL?>(
        queueURL.name, .deployment,
        ValueParser<String>.text.map { text throws(ValueFault) in
            guard let url = QueueURL(text) else {
                throw ValueFault(
                    "must be postgres://user@host/database, or the URL of SQS queues that keep no order, with {function} for the name"
                )
            }
            return url
        }.optional, default: nil, isSecret: true, queueURL.definition.summary)
    package static let drainSeconds = ConfigurationKey<Double>(
        "DRAIN_SECONDS", .deployment, .seconds(0...3600), default: 9, shownDefault: "9",
        "How long function-host finishes what it has begun, once it is told to end.")

    package static let containerKeys: [KeyDefinition] = [
        function.definition, workers.definition, eventsOpen.definition, sink.definition, sinkOverrides.definition,
        sinkKey.definition, drainSeconds.definition,
    ]
}
