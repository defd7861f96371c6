import RelayCore

extension ThreadReading {
    /// Decides on something that the AI side wants said.
    /// - Parameter messageID: What it answers; nil where it names nothing: then it is decided on the customer's newest message.
    /// - Returns: nil where no customer wrote on the thread.
    /// - Throws: A skip (`not-found`) where the thread does not hold the message.
    package func decide(onAnswerTo messageID: String?) throws -> Decision? {
        guard let messageID else { return customerMessages.last.map(decide) }
        guard let message = message(messageID) else {
            throw Stop(.skipped(.notFound, "the message to answer is not on the thread"))
        }
        return decide(on: message)
    }

    /// Decides on the closing line of a handoff. One that took the session is not kept back by that; nor by what the customer
    /// wrote since, which gets no turn of its own.
    package func decide(onClosingLineTo messageID: String?, of start: HandoffStart) throws -> Decision? {
        let decision = try decide(onAnswerTo: messageID)
        return start.isHolding ? decision?.ignoring([.sessionHandedOff, .superseded]) : decision
    }
}
