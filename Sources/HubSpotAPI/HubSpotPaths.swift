/// Which edition of HubSpot's paths is called.
///
/// HubSpot ends the support of v3 in September 2027.
/// Source: https://developers.hubspot.com/changelog/legacy-apis-and-legacy-apps-whats-going-unsupported-and-when
package enum HubSpotEdition: String, Sendable, CaseIterable {
    case v3
    case dated202609 = "2026-09"

    package init?(name: String) { self.init(rawValue: name) }
}

/// Every path that is called, for each edition; in one place.
struct HubSpotPaths: Sendable {
    let edition: HubSpotEdition

    private func pick(_ v3: String, _ dated: String) -> String { edition == .v3 ? v3 : dated }

    var threads: String { pick("/conversations/v3/conversations/threads", "/conversations/conversations/2026-09/threads") }
    var contacts: String { pick("/crm/v3/objects/contacts", "/crm/objects/2026-09/contacts") }
    var tickets: String { pick("/crm/v3/objects/tickets", "/crm/objects/2026-09/tickets") }
    var owners: String { pick("/crm/v3/owners", "/crm/owners/2026-09") }
    var ticketPipelines: String { pick("/crm/v3/pipelines/tickets", "/crm/pipelines/2026-09/tickets") }
    var ticketProperties: String { pick("/crm/v3/properties/tickets", "/crm/properties/2026-09/tickets") }
    /// Not part of either edition.
    var tokenInfo: String { "/oauth/v2/private-apps/get/access-token-info" }

    func thread(_ id: String) -> String { "\(threads)/\(URLText.segment(id))" }
    func messages(_ threadID: String) -> String { "\(thread(threadID))/messages" }
    func message(_ threadID: String, _ id: String) -> String { "\(messages(threadID))/\(URLText.segment(id))" }
    func originalContent(_ threadID: String, _ id: String) -> String { "\(message(threadID, id))/original-content" }
    func contact(_ id: String) -> String { "\(contacts)/\(URLText.segment(id))" }
    func ticket(_ id: String) -> String { "\(tickets)/\(URLText.segment(id))" }
    var ticketSearch: String { "\(tickets)/search" }
    func owner(_ id: String) -> String { "\(owners)/\(URLText.segment(id))" }
    func ticketProperty(_ name: String) -> String { "\(ticketProperties)/\(URLText.segment(name))" }
}

/// Percent-encoding for paths and queries: everything but RFC 3986's unreserved characters, so that an id that holds a
/// slash, or a cursor that ends with `=`, stays one segment or one value.
enum URLText {
    static func segment(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    static func query(_ items: [(String, String)]) -> String {
        items.isEmpty ? "" : "?" + items.map { "\($0.0)=\(segment($0.1))" }.joined(separator: "&")
    }
}
