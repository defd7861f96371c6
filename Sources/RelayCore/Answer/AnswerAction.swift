/// What an AI decides: one JSON form for engines, stored outcomes and events.
package enum AnswerAction: Sendable, Hashable {
    case reply(Reply)
    case handoff(Handoff)
    case none(reason: String)
    /// The engine took the turn and answers later, over the routes of the AI side.
    case deferred

    package struct Reply: Sendable, Hashable {
        /// CommonMark
        package var text: String
        /// BCP 47
        package var language: String?
        /// A word or two.
        package var sentiment: String?

        package init(text: String, language: String? = nil, sentiment: String? = nil) {
            self.text = text
            self.language = language
            self.sentiment = sentiment
        }
    }

    package struct Handoff: Sendable, Hashable {
        package var reason: String
        package var summary: String
        package var sentiment: String?
        /// BCP 47
        package var language: String?
        /// A closing line for the customer. CommonMark
        package var reply: String?
        /// An answer that the customer has not got, for the colleague alone. CommonMark
        package var suggestion: String?

        package init(
            reason: String, summary: String, sentiment: String? = nil, language: String? = nil, reply: String? = nil,
            suggestion: String? = nil
        ) {
            self.reason = reason
            self.summary = summary
            self.sentiment = sentiment
            self.language = language
            self.reply = reply
            self.suggestion = suggestion
        }
    }

    /// The language and the sentiment of the customer that the AI names.
    package var mood: (language: String?, sentiment: String?) {
        switch self {
        case .reply(let reply): (reply.language, reply.sentiment)
        case .handoff(let handoff): (handoff.language, handoff.sentiment)
        case .none, .deferred: (nil, nil)
        }
    }
}
