/// What a handoff says where the AI has answered as often as it may on one thread (`REPLY_BUDGET`).
package struct SpentBudget: Sendable {
    private let count: Int

    package init(_ configuration: OrganizationConfiguration) { count = configuration[ConfigurationKeys.replyBudget] }

    package var reason: String { "The AI answered \(count) times within an hour" }
    package var summary: String { "The conversation goes on although the AI answered it as often as it may (REPLY_BUDGET)." }
}
