/// What the AI's first message of a conversation says of who writes, as it is configured: for each channel a line by language.
///
/// Source: Regulation (EU) 2024/1689, Article 50(1): https://eur-lex.europa.eu/eli/reg/2024/1689/oj
package struct AIDisclosure: Sendable, Hashable {
    private var line = LineByLanguage.builtIn
    /// Of channels with a line of their own.
    private var lines: [ChannelKind: LineByLanguage] = [:]

    package static let builtIn = AIDisclosure()

    package func line(on channel: ChannelKind) -> LineByLanguage { lines[channel] ?? line }

    /// `off`, text, or a JSON object whose names are channels or languages. A channel has in turn `off`, text, or an object by
    /// language.
    static let parser = ValueParser<AIDisclosure>(type: "off, text, or JSON object by channel or language") {
        json throws(ValueFault) in
        let parser = LineByLanguage.parser(mayBeOff: true)
        guard let members = (json.object ?? json.string.flatMap { try? JSON.parse($0) }?.object) else {
            return AIDisclosure(line: try parser.parse(json))
        }
        var disclosure = AIDisclosure()
        var languages = JSONObject()
        for (name, value) in members {
            if let channel = ChannelKind(rawValue: name) {
                disclosure.lines[channel] = try parser.parse(value)
            } else {
                languages[name] = value
            }
        }
        if !languages.isEmpty { disclosure.line = try parser.parse(.object(languages)) }
        return disclosure
    }
}
