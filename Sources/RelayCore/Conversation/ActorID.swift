/// HubSpot's actor ids: a prefix for the kind, then an id.
///
/// Source: https://developers.hubspot.com/docs/guides/api/conversations/inbox-and-messages (`A-`, `I-`, `L-`, `S-`, `V-`);
/// `B-` as seen live by integrators.
package struct ActorID: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// `A-<user id>`: a person of the team
        case agent
        /// `B-`: a chatflow bot
        case bot
        /// `E-<address>`: an e-mail address (older messages)
        case email
        /// `I-<app id>`: an integration
        case integration
        /// `L-`: HubSpot's customer agent
        case customerAgent
        /// `S-hubspot`
        case system
        /// `V-<contact or visitor id>`
        case visitor
        case unknown
    }

    package let text: String

    package init(_ text: String) { self.text = text }

    package static func agent(userID: String) -> ActorID { ActorID("A-\(userID)") }

    package var kind: Kind {
        switch text.prefix(2) {
        case "A-": .agent
        case "B-": .bot
        case "E-": .email
        case "I-": .integration
        case "L-": .customerAgent
        case "S-": .system
        case "V-": .visitor
        default: .unknown
        }
    }

    /// What follows the prefix.
    package var id: String { kind == .unknown ? text : String(text.dropFirst(2)) }
}
