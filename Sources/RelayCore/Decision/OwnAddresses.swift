/// Which e-mail addresses are the team's: the mailboxes of its portal, and its people's.
package struct OwnAddresses: Sendable, Hashable {
    /// The team's domains, ready to compare; sub-domains belong to them.
    private let domains: [String]
    /// See ``EmailAddress/mailbox``.
    private let mailboxes: Set<String>

    /// Where HubSpot takes mail in: hosted and forwarding addresses of inboxes, and those that log mail.
    /// Source: as seen live by integrators; for the latter
    /// https://knowledge.hubspot.com/connected-email/log-email-in-your-crm-with-the-bcc-or-forwarding-address
    private static let inboxDomains = [
        "hs-inbox.com", "hubspot-inbox.com", "bcc.hubspot.com", "forward.hubspot.com", "bcc.eu1.hubspot.com",
        "forward.eu1.hubspot.com",
    ]

    /// - Parameters:
    ///   - domains: As people write them: `Shop.example`, and also `@shop.example` or `*.shop.example`.
    ///   - mailboxes: Addresses, as HubSpot shows those of its channel accounts.
    package init(domains: [String] = [], mailboxes: [String] = []) {
        self.domains = domains.map(Self.comparable)
        self.mailboxes = Set(mailboxes.compactMap { Self.read($0)?.mailbox })
    }

    /// Whether an address is nobody's whom an answer may go to.
    package func contains(_ address: String) -> Bool {
        guard let address = Self.read(address) else { return false }
        return isMailbox(address) || Self.isWithin(domains, address)
    }

    /// Whether an address is a mailbox of the team's, which several people and programs may write from.
    func isMailbox(_ address: String) -> Bool { Self.read(address).map(isMailbox) ?? false }

    /// Whether it is a colleague's, by its domain.
    func isColleague(_ address: String) -> Bool { Self.read(address).map { Self.isWithin(domains, $0) } ?? false }

    private func isMailbox(_ address: EmailAddress) -> Bool {
        mailboxes.contains(address.mailbox) || Self.isWithin(Self.inboxDomains, address)
    }

    private static func read(_ address: String) -> EmailAddress? { try? EmailAddress(address, path: "") }

    private static func isWithin(_ domains: [String], _ address: EmailAddress) -> Bool {
        let domain = address.domain.ascii
        return domains.contains { domain == $0 || domain.hasSuffix(".\($0)") }
    }

    /// Whether it names a domain in a form that people write one in.
    static func isDomain(_ text: String) -> Bool { (try? DomainName(bare(text), path: "")) != nil }

    /// A configured domain in the form of ``DomainName``. What is no domain stays as it is and matches nothing.
    private static func comparable(_ text: String) -> String {
        let name = bare(text)
        return (try? DomainName(name, path: "").ascii) ?? name.lowercased()
    }

    private static func bare(_ text: String) -> String {
        var name = text.trimmed[...]
        for prefix in ["*", "@", "."] where name.hasPrefix(prefix) { name.removeFirst() }
        return String(name)
    }
}
