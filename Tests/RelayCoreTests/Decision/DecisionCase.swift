import Phrases
import RelayCore
import TestSupport

/// One row: facts, policy, and what must come of them. Unless told otherwise, a customer's chat message on an open thread
/// that nobody owns.
struct DecisionCase: NamedCase {
    let name: String
    var thread = ThreadSample()
    var items = [ItemSample()]
    /// Which of the items would be answered.
    var candidate = "m1"
    var session = Session.State.open
    var ownIDs: Set<String> = []
    var policy = DecisionCase.policy()
    let expected: Decision.Outcome
    var supersededBy: String?

    init(
        _ name: String, thread: ThreadSample = ThreadSample(), _ items: [ItemSample] = [ItemSample()], candidate: String = "m1",
        session: Session.State = .open, ownIDs: Set<String> = [], policy: DecisionPolicy = DecisionCase.policy(),
        is expected: Decision.Outcome, supersededBy: String? = nil
    ) {
        self.name = name
        self.thread = thread
        self.items = items
        self.candidate = candidate
        self.session = session
        self.ownIDs = ownIDs
        self.policy = policy
        self.expected = expected
        self.supersededBy = supersededBy
    }

    static func policy(
        appID: String? = ThreadSample.appID, autopilot: Set<ChannelKind> = [.chat, .email], assistMode: Bool = false,
        requireAssignment: Bool = false, reopens: Bool = true, replyBudget: Int = 10, longestWait: Double = 90
    ) -> DecisionPolicy {
        DecisionPolicy(
            aiUserID: ThreadSample.aiUserID, appID: appID,
            own: OwnAddresses(domains: ["team.example"], mailboxes: [ThreadSample.mailbox]), autopilot: autopilot,
            assistMode: assistMode, requireAssignment: requireAssignment, reopens: reopens, replyBudget: replyBudget,
            longestWait: longestWait, automaticMail: .inAllLanguages, forwardPrefixes: Language.words(.forwardPrefixes))
    }

    func facts() throws -> DecisionFacts {
        let messages = try items.enumerated().map { try $0.element.message(minute: $0.offset) }
        guard let message = messages.first(where: { $0.id == candidate }) else { throw MissingCandidate() }
        return DecisionFacts(
            thread: try thread.thread(), messages: messages, candidate: message, sessionState: session, ownMessageIDs: ownIDs)
    }

    func decide() throws -> Decision { Decision.make(try facts(), policy: policy) }

    struct MissingCandidate: Error {}
}
