/// What a mail is that comes in from one of the team's own addresses.
enum TeamMail: Sendable, Hashable {
    /// The team's own words: a colleague's, or a mail that a mailbox of ours sent to somebody else.
    case words
    /// A mailbox of ours sent it to us: a form, a mailing list, a program. Who wrote it is not shown.
    case senderHidden
}

extension ThreadMessage {
    /// nil where it does not come from the team. A form is filled in by a customer, whatever address they give.
    func teamMail(_ own: OwnAddresses) -> TeamMail? {
        guard channel != .form else { return nil }
        let isFromOutside = direction == .incoming && speakerKinds.isSubset(of: [.visitor, .email, .unknown])
        if isFromOutside, speakerAddresses.contains(where: own.isMailbox) {
            // Sent to others: our own answer, that came back to us as well.
            let addressees = recipients.filter { $0.field?.isCopy != true }.compactMap(\.emailAddress)
            return addressees.isEmpty || addressees.contains(where: own.contains) ? .senderHidden : .words
        }
        return speakerAddresses.contains(where: own.isColleague) ? .words : nil
    }
}
