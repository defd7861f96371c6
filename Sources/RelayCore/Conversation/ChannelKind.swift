/// What kind of channel a HubSpot `channelId` is.
///
/// The ids are the same in every portal. Source: HubSpot's conversations guide documents 1000 to 1002; the others are
/// as captured by integrators. Unknown ids (custom channels) are ``other``.
package enum ChannelKind: String, Sendable, CaseIterable {
    case chat
    case messenger
    case email
    case form
    case portal
    case whatsapp
    case sms
    case instagram
    case other

    package init(channelID: String?) {
        self = Self.byID[channelID ?? ""] ?? .other
    }

    /// The id that HubSpot gives the channel; nil for ``other``.
    package var channelID: String? { Self.byID.first { $0.value == self }?.key }

    private static let byID: [String: ChannelKind] = [
        "1000": .chat, "1001": .messenger, "1002": .email, "1003": .form, "1004": .portal, "1007": .whatsapp,
        "1009": .sms, "1010": .instagram,
    ]

    /// Whether HubSpot's conversations API can send on the channel: WhatsApp is documented as not supported, a form
    /// has no way back.
    package var isAnswerable: Bool { self != .whatsapp && self != .form }
}
