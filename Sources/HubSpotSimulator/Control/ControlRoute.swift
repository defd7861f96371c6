import RelayCore

/// What the control calls act on.
struct Simulation: Sendable {
    let portal: SimulatedPortal
    let journal: CallJournal
    let meter: RateMeter
    /// nil where no webhooks are sent.
    let webhooks: WebhookSender?

    /// How many events wait to be sent, or to be sent again.
    var waitingWebhooks: Int {
        get async {
            let again = await webhooks?.waitingEvents ?? 0
            return portal.waitingWebhooks + again
        }
    }
}

/// One call about the simulator itself.
struct ControlRoute: Sendable {
    struct Input: Sendable {
        /// The body's members.
        let body: ObjectReader
        /// The values of the path's segments in braces.
        let path: [String: String]
        let query: [String: String]
        /// Where the call arrived.
        let baseURL: String
    }

    let method: String
    /// Below `/simulator`.
    let path: String
    /// The members that the body may have.
    let fields: [String]
    let act: @Sendable (Simulation, Input) async throws -> JSON

    init(
        _ method: String, _ path: String, _ fields: [String] = [],
        act: @escaping @Sendable (Simulation, Input) async throws -> JSON
    ) {
        self.method = method
        self.path = path
        self.fields = fields
        self.act = act
    }

    static let all: [ControlRoute] = customers + team + records + reading + disturbing

    static let done: JSON = ["done": true]
}

extension Written {
    var json: JSON { ["threadId": .string(threadID), "messageId": .string(messageID)] }
}
