import RelayCore

/// Which e-mail signature an address gets, and why.
package struct SignatureExplanation: Sendable {
    package struct Candidate: Sendable {
        package let pattern: String
        package let matches: Bool
        package let isChosen: Bool
    }

    package let domain: String
    package let candidates: [Candidate]
    package let chosen: EmailSignature?

    /// - Throws: ``FieldError`` that names a wrong address or pattern.
    package init(_ address: String, _ signatures: [EmailSignature]) throws(FieldError) {
        let domain = try EmailAddress(address, path: "address").domain
        self.domain = domain.ascii
        let chosen = try SignatureChoice.choose(from: signatures, for: domain, path: "SIGNATURES")
        self.chosen = chosen
        var candidates: [Candidate] = []
        for (index, signature) in signatures.enumerated() {
            let pattern = try DomainPattern(signature.pattern, path: "SIGNATURES[\(index)].pattern")
            let isFirst = !candidates.contains { $0.isChosen }
            candidates.append(
                Candidate(
                    pattern: signature.pattern, matches: pattern.matches(domain), isChosen: isFirst && signature == chosen))
        }
        self.candidates = candidates
    }

    package var lines: [String] {
        if candidates.isEmpty { return ["SIGNATURES holds no signature."] }
        let list = candidates.map { candidate in
            let why =
                candidate.isChosen ? "chosen: the closest match" : candidate.matches ? "matches, less closely" : "does not match"
            return "  \(candidate.pattern.padding(to: 30))\(why)"
        }
        let end = chosen.map { ["It is:", $0.html] } ?? ["No signature is for \(domain): the mail goes out without one."]
        return ["\(domain):"] + list + end
    }

    package var json: JSON {
        [
            "domain": .string(domain), "chosen": .optional(chosen?.pattern), "html": .optional(chosen?.html),
            "text": .optional(chosen?.text),
            "candidates": .array(
                candidates.map {
                    ["pattern": .string($0.pattern), "matches": .bool($0.matches), "isChosen": .bool($0.isChosen)]
                }),
        ]
    }
}
