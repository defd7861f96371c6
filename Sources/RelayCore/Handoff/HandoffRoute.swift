/// A rule that says who gets a conversation. What it does not name, it does not ask for.
package struct HandoffRoute: Sendable, Hashable {
    package var channel: ChannelKind?
    /// BCP 47; `nl` fits `nl-BE` too.
    package var language: String?
    package var sentiment: String?
    package var customData: [String: String]
    package var to: Assignee

    package init(
        channel: ChannelKind? = nil, language: String? = nil, sentiment: String? = nil, customData: [String: String] = [:],
        to: Assignee
    ) {
        self.channel = channel
        self.language = language
        self.sentiment = sentiment
        self.customData = customData
        self.to = to
    }

    /// What rules are compared with.
    package struct Facts: Sendable {
        package var channel: ChannelKind
        package var language: String?
        package var sentiment: String?
        package var customData: [String: String]

        package init(channel: ChannelKind, language: String?, sentiment: String?, customData: [String: String]) {
            self.channel = channel
            self.language = language
            self.sentiment = sentiment
            self.customData = customData
        }
    }

    package func fits(_ facts: Facts) -> Bool {
        (channel == nil || channel == facts.channel)
            && (language.map { Self.isPart($0, of: facts.language) } ?? true)
            && (sentiment == nil || sentiment?.lowercased() == facts.sentiment?.lowercased())
            && customData.allSatisfy { facts.customData[$0.key] == $0.value }
    }

    /// Source: RFC 4647, section 3.3.1, basic filtering: https://www.rfc-editor.org/rfc/rfc4647#section-3.3.1
    private static func isPart(_ range: String, of tag: String?) -> Bool {
        guard let tag = tag?.lowercased() else { return false }
        let range = range.lowercased()
        return tag == range || tag.hasPrefix(range + "-")
    }
}

// MARK: - Configuration

extension HandoffRoute {
    private static let members: Set<String> = ["channel", "language", "sentiment", "customData", "to"]

    init(_ reader: ObjectReader) throws(FieldError) {
        if let unknown = reader.members.keys.sorted().first(where: { !Self.members.contains($0) }) {
            throw reader.error(unknown, "is not a field of a route")
        }
        if let name = try reader.optionalString("channel") {
            guard let known = ChannelKind(rawValue: name) else {
                throw reader.error("channel", "must be one of \(ChannelKind.names)")
            }
            channel = known
        }
        language = try reader.optionalString("language")
        sentiment = try reader.optionalString("sentiment")
        customData = [:]
        if let wanted = try reader.optionalObject("customData") {
            for name in wanted.members.keys.sorted() { customData[name] = try wanted.string(name) }
        }
        let text = try reader.name("to")
        do throws(ValueFault) {
            to = try Assignee(text)
        } catch {
            throw reader.error("to", error.problem)
        }
    }

    static let parser = ValueParser<JSON>.json("array").map { json throws(ValueFault) in
        var routes: [HandoffRoute] = []
        do throws(FieldError) {
            for (index, element) in (json.array ?? []).enumerated() {
                routes.append(try HandoffRoute(ObjectReader(element, path: "[\(index)]")))
            }
        } catch {
            throw ValueFault("is invalid: \(error)")
        }
        return routes
    }
}
