/// Whom to assign to, as configuration names people. HubSpot has two ids for one person and takes only one of them for
/// tickets; both are whole numbers.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-owners-v3/guide
package enum Assignee: Sendable, Hashable {
    /// A user's id: `52530099`, or `A-52530099` as actors have it.
    case user(String)
    /// An owner's id, which tickets have as `hubspot_owner_id`: `owner:714200102`.
    case owner(String)
    case email(String)

    static let forms = "a user id, A- and a user id, owner: and an owner id, or an e-mail address"

    init(_ text: String) throws(ValueFault) {
        let text = text.trimmed
        if text.hasPrefix("owner:"), let id = Self.digits(text.dropFirst(6)) {
            self = .owner(id)
        } else if let id = Self.digits(text.hasPrefix("A-") ? text.dropFirst(2) : text[...]) {
            self = .user(id)
        } else if !text.contains(where: { $0.isWhitespace || "<>\"(),".contains($0) }),
            (try? EmailAddress(text, path: "")) != nil
        {
            self = .email(text)
        } else {
            throw ValueFault("must be \(Self.forms)")
        }
    }

    static let parser = ValueParser<Assignee>(type: "user id, A-…, owner:… or e-mail") { json throws(ValueFault) in
        guard let text = json.id else { throw ValueFault("must be \(forms)") }
        return try Assignee(text)
    }

    private static func digits(_ text: Substring) -> String? {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? String(text) : nil
    }
}
