/// What is looked for on a timer.
extension ConfigurationKeys {
    /// nil: as often as `template.yaml` says.
    package static let sweepEvery = ConfigurationKey<Double?>(
        "SWEEP_EVERY", .organization, ValueParser<Double>.seconds(0...86_400).optional, default: nil, shownDefault: "120",
        "How often is looked for customers' messages that no webhook told of; 0 never. Never more often than a platform's own timer ticks."
    )
    package static let sweepAfter = ConfigurationKey<Double>(
        "SWEEP_AFTER", .organization, .seconds(0...86_400), default: 120, shownDefault: "120",
        "How old a message must be before it is taken for one that no webhook will tell of.")
    package static let sweepWithin = ConfigurationKey<Double>(
        "SWEEP_WITHIN", .organization, .seconds(0...604_800), default: 21_600, shownDefault: "21600",
        "How old it may be: an answer to an older one would come too late.")
    package static let sessionIdle = ConfigurationKey<[ChannelKind: Double]>(
        "SESSION_IDLE", .organization, idleParser, default: [:], shownDefault: "off",
        "After how long without a word the AI's conversations are closed, as session.control closes them; off, or JSON by channel {\"chat\":3600}."
    )

    private static let idleParser = ValueParser<[ChannelKind: Double]>(type: "off, or JSON object by channel") {
        json throws(ValueFault) in
        if json == "off" { return [:] }
        return try ValueParser.byChannel(.seconds(60...31_536_000), or: "off").parse(json)
    }

    static let sweepKeys: [KeyDefinition] = [
        sweepEvery.definition, sweepAfter.definition, sweepWithin.definition, sessionIdle.definition,
    ]
}
