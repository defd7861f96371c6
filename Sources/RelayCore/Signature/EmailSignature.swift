/// One configured e-mail signature.
package struct EmailSignature: Sendable, Hashable {
    /// A domain (`open.example`) or a wildcard suffix (`*.example`), as configured.
    package var pattern: String
    package var html: String
    /// The plain-text twin; nil: made from ``html``.
    package var text: String?

    package init(pattern: String, html: String, text: String?) {
        self.pattern = pattern
        self.html = html
        self.text = text
    }

    package init(reader: ObjectReader) throws(FieldError) {
        pattern = try reader.string("pattern")
        html = try reader.string("html")
        text = try reader.optionalString("text")
    }

    var json: JSON { .present(["pattern": .string(pattern), "html": .string(html), "text": .optional(text)]) }

    static let parser = ValueParser<[EmailSignature]>(type: "JSON array") { json throws(ValueFault) in
        var value = json
        if let text = json.string {
            guard let parsed = try? JSON.parse(text) else { throw ValueFault("must be a JSON array") }
            value = parsed
        }
        do {
            let readers = try ObjectReader(["signatures": value], path: "").optionalObjects("signatures")
            var signatures: [EmailSignature] = []
            for reader in readers ?? [] { signatures.append(try EmailSignature(reader: reader)) }
            return signatures
        } catch let error as FieldError {
            throw ValueFault("is invalid: \(error)")
        } catch {
            throw ValueFault("is invalid")
        }
    }
}
