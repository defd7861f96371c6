import RelayCore

/// What an answer answers, and so whom it is for.
package struct Answered: Sendable {
    /// The customer's message that is answered.
    package let message: ThreadMessage
    /// Earlier messages of other customers that nobody has answered yet: the newest of each, oldest first. The AI was given them
    /// with the message, so their authors get the answer, too.
    package let waiting: [ThreadMessage]
    /// What the thread is about, where the message itself does not say.
    let subject: String?
}

extension ThreadReading {
    /// - Parameter messageID: Of the message that is answered; nil for the newest that a customer wrote.
    /// - Throws: `no-recipient` where no customer wrote it; `not-found` where the thread does not hold it. Never a guess: an answer
    ///   that goes to somebody else tells them what is not theirs to know.
    package func answered(_ messageID: String?, of services: OrganizationServices) async throws -> Answered {
        guard let messageID = messageID ?? customerMessages.last?.id else {
            throw Stop(.failed(.noRecipient, "the thread has no customer's message to answer"))
        }
        guard let message = customerMessages.first(where: { $0.id == messageID }) else {
            throw Stop(
                self.message(messageID) == nil
                    ? .failed(.notFound, "the message to answer is not on the thread")
                    : .failed(.noRecipient, "the message to answer is not a customer's"))
        }
        let before = messages.prefix { $0.id != messageID }
        return Answered(
            message: message,
            waiting: try await waiting(before: message, AnswerReference(threadID: thread.id, services: services)),
            subject: before.last { $0.subject != nil }?.subject)
    }

    /// The customers beside its author who wrote before the message and wait for an answer. Only e-mail has several.
    private func waiting(before message: ThreadMessage, _ reference: AnswerReference) async throws -> [ThreadMessage] {
        guard message.channel == .email, let author = message.senderAddress else { return [] }
        var seen: Set<String> = [author.lowercased()]
        var waiting: [ThreadMessage] = []
        for earlier in customerMessages.prefix(while: { $0.id != message.id }).reversed() {
            guard earlier.channel == .email, let address = earlier.senderAddress?.lowercased() else { continue }
            // What was said before the conversation was closed is settled.
            if let reopenedAt = session.reopenedAt, earlier.createdAt < reopenedAt { break }
            guard seen.insert(address).inserted else { continue }
            if try await !isSettled(earlier, of: address, reference) { waiting.append(earlier) }
        }
        return waiting.reversed()
    }

    /// Whether the team answered since, anybody; or the AI, and this customer, who may have written while that was under way.
    private func isSettled(_ message: ThreadMessage, of address: String, _ reference: AnswerReference) async throws -> Bool {
        let authorship = Authorship(ownMessageIDs: ownMessageIDs, policy: policy)
        for later in messages.reversed().prefix(while: { $0.id != message.id }) {
            if authorship.isTeamAnswer(later) { return true }
            guard authorship.isAnswer(later), later.recipients.contains(where: { $0.emailAddress?.lowercased() == address })
            else {
                continue
            }
            let before = customerMessages.filter { $0.createdAt <= later.createdAt }.map(\.id)
            let named = try await reference.message(answeredBy: later.id, at: later.createdAt, among: before)
            // Not where it answers what came before.
            guard let place = named.flatMap({ before.firstIndex(of: $0) }), let own = before.firstIndex(of: message.id),
                place < own
            else {
                return true
            }
        }
        return false
    }
}
