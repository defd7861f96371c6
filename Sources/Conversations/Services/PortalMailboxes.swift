import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore
import Synchronization

/// The mailboxes of a portal: the addresses of its channel accounts, in every inbox.
package struct PortalMailboxes: Sendable {
    private let addressByAccount: [String: String]

    init(_ accounts: [ChannelAccount] = []) {
        addressByAccount = accounts.reduce(into: [:]) { addresses, account in
            guard let identifier = account.deliveryIdentifier, identifier.type == .email else { return }
            addresses[account.id] = identifier.value
        }
    }

    var addresses: [String] { addressByAccount.values.sorted() }

    /// Where mail of the account goes out from.
    func address(ofAccount id: String?) -> String? { id.flatMap { addressByAccount[$0] } }
}

/// The mailboxes of each organization's portal, for as long as the process lives. They are read again from time to time, because
/// teams add some.
final class MailboxMemory: Sendable {
    /// How long a reading counts, in seconds; and how long it is not tried again after HubSpot refused it.
    private static let lifetime: Double = 900
    private static let pause: Double = 60

    private struct Reading {
        var mailboxes: PortalMailboxes
        var until: Date
    }

    private let readings = Mutex<[String: Reading]>([:])

    /// - Throws: HubSpot's error, where it passes and no earlier reading stands: without the mailboxes an answer might go to one.
    ///   Where HubSpot refuses to tell, the mailbox that a mail was sent to is known from the mail.
    func mailboxes(of services: OrganizationServices) async throws -> PortalMailboxes {
        let now = services.ambient.now()
        let earlier = readings.withLock { $0[services.name] }
        if let earlier, now < earlier.until { return earlier.mailboxes }
        do throws(HubSpotError) {
            let read = PortalMailboxes(try await services.hubSpot.channelAccounts(inboxID: nil))
            return keep(read, of: services.name, until: now + Self.lifetime)
        } catch {
            if earlier == nil, error.isWorthRetrying { throw error }
            services.logger.warning(
                "HubSpot did not tell the portal's mailboxes; name the team's domains in OWN_DOMAINS",
                metadata: ["code": "\(error.reasonCode.rawValue)"])
            return keep(earlier?.mailboxes ?? PortalMailboxes(), of: services.name, until: now + Self.pause)
        }
    }

    private func keep(_ mailboxes: PortalMailboxes, of organization: String, until: Date) -> PortalMailboxes {
        readings.withLock { $0[organization] = Reading(mailboxes: mailboxes, until: until) }
        return mailboxes
    }
}
