/// Which sender domains a signature is for: one domain, or `*.suffix` for everything under a suffix.
///
/// `*.shop.example` matches `mail.shop.example` and `a.b.shop.example`, not `shop.example` itself.
package struct DomainPattern: Sendable, Hashable {
    private let domain: DomainName
    private let isWildcard: Bool

    /// - Throws: ``FieldError`` at `path` for a pattern that is neither; it names the pattern.
    package init(_ text: String, path: String) throws(FieldError) {
        isWildcard = text.hasPrefix("*.")
        let name = isWildcard ? String(text.dropFirst(2)) : text
        let shown = text.scalarCount <= 100 ? text : "\(text.prefix(scalars: 100))…"
        guard !name.contains("*"), !name.contains("@") else {
            throw FieldError(path: path, problem: "is \"\(shown)\": a pattern must be a domain, or *. followed by a suffix")
        }
        do throws(FieldError) {
            domain = try DomainName(name, path: path)
        } catch {
            throw FieldError(path: path, problem: "is \"\(shown)\": it \(error.problem)")
        }
    }

    package func matches(_ name: DomainName) -> Bool {
        isWildcard ? name.ascii.hasSuffix(".\(domain.ascii)") : name == domain
    }

    /// How well a match fits: an exact one beats every wildcard, a longer wildcard beats a shorter one.
    var specificity: Int { isWildcard ? domain.ascii.utf8.count : Int.max }
}

/// Picks the signature of a sender's domain.
package enum SignatureChoice {
    /// The best match; of equal patterns the first. nil: none is for this domain, which is a normal answer.
    /// - Parameter path: Where the signatures stand, for errors.
    /// - Throws: ``FieldError`` that names the first pattern that is wrong, whether or not it would have been picked.
    package static func choose(
        from signatures: [EmailSignature], for domain: DomainName, path: String
    ) throws(FieldError) -> EmailSignature? {
        var best: (signature: EmailSignature, specificity: Int)?
        for (index, signature) in signatures.enumerated() {
            let pattern = try DomainPattern(signature.pattern, path: "\(path)[\(index)].pattern")
            guard pattern.matches(domain), pattern.specificity > best?.specificity ?? -1 else { continue }
            best = (signature, pattern.specificity)
        }
        return best?.signature
    }
}
