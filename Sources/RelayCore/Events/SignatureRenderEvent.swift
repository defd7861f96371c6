/// `signature.render`: appends the e-mail signature of the sender's domain.
package struct SignatureRenderEvent: EventPayload, Hashable {
    package static let type = "signature.render"

    /// The longest text and the longest HTML, in bytes. Mails are far shorter; megabytes take more than a second.
    package static let byteLimit = 1024 * 1024

    /// The mailbox that sends; may have a display name.
    package let from: String
    package let domain: DomainName
    package let html: String?
    package let text: String?
    /// nil: the organization's own (`SIGNATURES`).
    package let signatures: [EmailSignature]?

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        from = try reader.string("from")
        domain = try EmailAddress(from, path: reader.path(of: "from")).domain
        html = try reader.optionalString("html", atMost: Self.byteLimit)
        text = try reader.optionalString("text", atMost: Self.byteLimit)
        guard html != nil || text != nil else {
            throw reader.error("html", "is missing, and so is text: there is nothing to sign")
        }
        guard let given = try reader.optionalObjects("signatures") else {
            signatures = nil
            return
        }
        var signatures: [EmailSignature] = []
        for signature in given { signatures.append(try EmailSignature(reader: signature)) }
        self.signatures = signatures
    }

    package var subject: String? { nil }

    package var data: JSON {
        .present([
            "from": .string(from), "html": .optional(html), "text": .optional(text),
            "signatures": signatures.map { .array($0.map(\.json)) } ?? .null,
        ])
    }

    package func factID(orElse unique: String) -> String { "signature:\(unique)" }

    package static var description: EventDescription {
        EventDescription(
            "Append the e-mail signature of the sender's domain.", id: "chosen by the sender",
            [
                .required("from", "e-mail address", "The sending mailbox, with or without a display name."),
                .optional("html", "text", "The message as HTML, at most 1 MiB."),
                .optional("text", "text", "The message as plain text, at most 1 MiB. One of `html` and `text` is needed."),
                .optional("signatures", "array", "`{pattern, html, text?}`, used instead of `SIGNATURES`."),
            ])
    }
}
