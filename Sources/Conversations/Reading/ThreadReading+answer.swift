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
}
