/// What a handoff says where a mail came from an address of the team's own: a contact form, a mailing list, a forwarding rule.
package enum HiddenSender {
    package static let reason = "Who wrote is not known: the e-mail came from one of our own addresses"
    package static let summary = """
        HubSpot shows one of our own addresses as the sender, as with contact forms, mailing lists and forwarding rules. An answer \
        would go to ourselves, so the AI gave none. Look in the message for the address of whoever wrote it.
        """
}
