import RelayCore

extension ThreadReading {
    /// The name of who wrote a message; nil where it is not known. The session's name is that of the address beside it alone.
    package func customerName(inReplyTo messageID: String?) -> String? {
        guard let message = messageID.flatMap(message) ?? customerMessages.last else { return session.contactName }
        if let name = message.senders.lazy.compactMap(\.name).first { return name }
        guard let address = message.senderAddress?.lowercased(), let known = session.contactEmail?.lowercased() else {
            return session.contactName
        }
        return address == known ? session.contactName : nil
    }
}
