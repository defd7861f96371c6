/// Mail that no person wrote: absence notes, delivery reports, senders that take no answer.
///
/// HubSpot shows no mail headers (`Auto-Submitted`, `Precedence`), so only subject and sender tell. Some phrases no customer
/// begins with: “Automatic reply”. The others count where a subject is as programs and absent people write it: the phrase alone,
/// or before a colon, a dash or the time of the return. A customer who begins with the same words goes on otherwise: “Out of
/// office delivery address”. In doubt a person wrote the mail: an automatic one that is taken for a person's costs an answer,
/// and the other way round a customer waits for ever.
package struct AutomaticMail: Sendable, Hashable {
    /// Only programs begin so, whatever follows.
    private let replies: Set<String>
    /// They stand alone, or before a colon; a dash or the time of the return may follow as well.
    private let absences: Set<String>
    /// They stand alone, or before a colon: other automatic answers, and reports about mail that could not be delivered.
    private let subjects: Set<String>
    /// Words that people put before a colon, too: “Delivery failure: order 4711”, “Absent: my parcel”. They stand alone; or
    /// before `Re:`, as in the answer to a mail of ours; or, of absence notes, before the time of the return.
    private let ambiguousSubjects: Set<String>
    /// Long enough that nobody else begins so.
    private let reports: Set<String>
    /// With what the time of somebody's return begins.
    private let returns: [String]
    /// With what the time of an absence begins where no colon stands before it.
    private let times: [String]
    /// Before a subject that is answered: `re:`.
    private let replyPrefixes: Set<String>
    /// In addresses that take no answer, where more words may stand beside them, as in `no-reply-orders@…`: nobody is called so.
    private let noReplyNames: Set<String>

    /// All in lower case. What they are stands at the properties.
    package init(
        replies: Set<String>, absences: Set<String>, subjects: Set<String>, ambiguousSubjects: Set<String>, reports: Set<String>,
        returns: [String], times: [String], replyPrefixes: Set<String>, noReplyNames: Set<String>
    ) {
        self.replies = replies
        self.absences = absences
        self.subjects = subjects
        self.ambiguousSubjects = ambiguousSubjects
        self.reports = reports
        self.returns = returns
        self.times = returns + times
        self.replyPrefixes = replyPrefixes
        self.noReplyNames = noReplyNames.union(["mailerdaemon"])
    }
}

// MARK: - Subjects

extension AutomaticMail {
    func isSubject(_ subject: String) -> Bool {
        let subject = subject.lowercased().trimmed
        if reports.contains(where: subject.hasPrefix) { return true }
        if replies.contains(where: { rest(of: subject, behind: $0) != nil }) { return true }
        return subjects.contains { isAlone($0, in: subject, beforeColon: { _ in true }) }
            || absences.contains { isAlone($0, in: subject, beforeColon: { _ in true }) }
            || absences.contains { rest(of: subject, behind: $0).map(isOfAbsence) ?? false }
            || ambiguousSubjects.contains { phrase in
                isAlone(phrase, in: subject) { rest in returns.contains(where: rest.hasPrefix) }
            }
    }

    /// What follows a phrase at the beginning, without white space; nil where the subject begins otherwise, or with a longer word.
    private func rest(of subject: String, behind phrase: String) -> String? {
        guard subject.hasPrefix(phrase) else { return nil }
        let rest = subject.dropFirst(phrase.count)
        return rest.first?.isCased == true ? nil : rest.trimmed
    }

    /// “- Casey”, “(returning Dec 5)”, “until 5 December Re: Order”.
    private func isOfAbsence(_ rest: String) -> Bool {
        if let first = rest.first, "-–—(".contains(first) { return true }
        return times.contains(where: rest.hasPrefix) || replyPrefixes.contains { rest.contains(" \($0)") }
    }

    /// Whether a subject is the phrase and nothing more, or the phrase before `Re:`, or before a colon and what fits.
    private func isAlone(_ phrase: String, in subject: String, beforeColon fits: (String) -> Bool) -> Bool {
        guard subject.hasPrefix(phrase) else { return false }
        let rest = subject.dropFirst(phrase.count).trimmed
        if rest.allSatisfy({ ".!…".contains($0) }) { return true }
        // A longer word begins so, too.
        guard let next = subject.dropFirst(phrase.count).first, !next.isLetter else { return false }
        let isColon = rest.first == ":" || rest.first == "："
        let original = isColon ? rest.dropFirst().trimmed : rest
        return replyPrefixes.contains(where: original.hasPrefix) || (isColon && fits(original))
    }
}

// MARK: - Senders

extension AutomaticMail {
    /// What stands before the @ of programs' addresses, without separators; the last is Exchange's own.
    private static let programs: Set<String> = [
        "postmaster", "bounce", "bounces", "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
    ]

    /// - Parameter address: With or without a display name.
    func isSender(_ address: String) -> Bool {
        let bare = address.lastIndex(of: "<").map { address[address.index(after: $0)...] } ?? address[...]
        guard let at = bare.lastIndex(of: "@") else { return false }
        // `bounces+7=casey@…`: what follows a plus names the receiver.
        let name = bare[..<at].lowercased().prefix { $0 != "+" && $0 != "=" }
        let parts = name.split { "-_. ".contains($0) }
        if Self.programs.contains(parts.joined()) { return true }
        // `no-reply-orders`, `orders.noreply2`: whole words, at the beginning or at the end.
        return parts.indices.contains { index in
            noReplyNames.contains(Self.withoutNumber(parts[...index].joined()))
                || noReplyNames.contains(Self.withoutNumber(parts[index...].joined()))
        }
    }

    private static func withoutNumber(_ part: String) -> String {
        var part = part
        while let last = part.last, last.isASCII, last.isNumber { part.removeLast() }
        return part
    }
}

// MARK: - Repeats

extension AutomaticMail {
    /// The shortest text that counts when it comes twice, in characters: people answer two questions with the same “Yes”.
    private static let shortestRepeat = 40

    /// Whether two texts are the same, white space aside, and long enough that no person wrote them twice.
    static func isRepeat(_ text: String, of earlier: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard text.count >= shortestRepeat else { return false }
        return words == earlier.split(whereSeparator: \.isWhitespace)
    }
}
