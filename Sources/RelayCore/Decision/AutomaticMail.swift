/// Mail that no person wrote: absence notes, delivery reports, senders that take no answer.
///
/// HubSpot shows no mail headers (`Auto-Submitted`, `Precedence`), so only subject and sender tell. A phrase at the beginning
/// of a subject counts where it stands as programs and absent people write it: alone, or before a colon, a dash or a bracket. A
/// customer who begins with the same words goes on otherwise: “Out of office delivery address”, “Auto reply not working”. In
/// doubt a person wrote the mail: an automatic one that is taken for a person's costs an answer, and the other way round a
/// customer waits for ever.
package struct AutomaticMail: Sendable, Hashable {
    /// Only programs write so.
    private let replies: Set<String>
    /// The same; before the time of the return as well.
    private let absences: Set<String>
    /// They stand alone, or before a colon: other automatic answers, and reports about mail that could not be delivered.
    private let subjects: Set<String>
    /// Words that people put before a colon, too: “Delivery failure: order 4711”, “Absent: my parcel”. They stand alone; or
    /// before `Re:` or the subject of our last mail, as in the answer to it; or, of absence notes, before the time of the return.
    private let ambiguousSubjects: Set<String>
    /// They mean something else alone: “Auto”. Before a colon and `Re:`, or the subject of our last mail, they are a program's.
    private let prefixes: Set<String>
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
        replies: Set<String>, absences: Set<String>, subjects: Set<String>, ambiguousSubjects: Set<String>,
        prefixes: Set<String>, reports: Set<String>, returns: [String], times: [String], replyPrefixes: Set<String>,
        noReplyNames: Set<String>
    ) {
        self.replies = replies
        self.absences = absences
        self.subjects = subjects
        self.ambiguousSubjects = ambiguousSubjects
        self.prefixes = prefixes
        self.reports = reports
        self.returns = returns
        self.times = returns + times
        self.replyPrefixes = replyPrefixes
        self.noReplyNames = noReplyNames.union(["mailerdaemon"])
    }
}

// MARK: - Subjects

extension AutomaticMail {
    /// - Parameter ours: The subject of our last mail on the thread.
    func isSubject(_ subject: String, answering ours: String? = nil) -> Bool {
        let subject = subject.lowercased().trimmed
        if reports.contains(where: subject.hasPrefix) || isBracketed(subject) { return true }
        let answered = ours.map { withoutReplyPrefixes($0.lowercased().trimmed) } ?? ""
        let isAnswer = { (rest: String) in !answered.isEmpty && withoutReplyPrefixes(rest) == answered }
        return replies.contains { rest(of: subject, behind: $0).map(isSetOff) ?? false }
            || absences.contains { rest(of: subject, behind: $0).map { isSetOff($0) || isOfAbsence($0) } ?? false }
            || subjects.contains { isAlone($0, in: subject, beforeColon: { _ in true }) }
            || ambiguousSubjects.contains { phrase in
                isAlone(phrase, in: subject) { rest in isAnswer(rest) || returns.contains(where: rest.hasPrefix) }
            }
            || prefixes.contains { prefix in
                guard let rest = rest(of: subject, behind: prefix), Self.beginsWithColon(rest) else { return false }
                let original = rest.dropFirst().trimmed
                return isAnswer(original) || replyPrefixes.contains(where: original.hasPrefix) || tellsOfAbsence(original)
            }
    }

    /// What follows a phrase at the beginning, without white space; nil where the subject begins otherwise, or with a longer word.
    private func rest(of subject: String, behind phrase: String) -> String? {
        guard subject.hasPrefix(phrase) else { return nil }
        let rest = subject.dropFirst(phrase.count)
        return rest.first?.isCased == true ? nil : rest.trimmed
    }

    /// Whether nothing follows, or a colon, a dash, a bracket or `Re:`.
    private func isSetOff(_ rest: String) -> Bool {
        guard let first = rest.first(where: { !".!…".contains($0) }) else { return true }
        return ":：-–—([{（【".contains(first) || replyPrefixes.contains(where: rest.hasPrefix)
    }

    /// “until 5 December”, “from Monday Re: Order”.
    private func isOfAbsence(_ rest: String) -> Bool {
        times.contains(where: rest.hasPrefix) || replyPrefixes.contains { rest.contains(" \($0)") }
    }

    /// `[Auto-Reply] Re: Order`, `【自動返信】`
    private func isBracketed(_ subject: String) -> Bool {
        guard let first = subject.first, "[(【（「『".contains(first) else { return false }
        let inside = subject.dropFirst().prefix { !"])】）」』".contains($0) }.trimmed
        return replies.contains(inside) || absences.contains(inside) || subjects.contains(inside)
    }

    /// `AUTO: Robin Doe is out of the office (returning 5 December)`, as Notes writes it.
    private func tellsOfAbsence(_ text: String) -> Bool { absences.contains { text.contains(" \($0)") } }

    private func withoutReplyPrefixes(_ subject: String) -> String {
        var rest = subject
        while let prefix = replyPrefixes.first(where: rest.hasPrefix) { rest = rest.dropFirst(prefix.count).trimmed }
        return rest
    }

    private static func beginsWithColon(_ rest: String) -> Bool { rest.first == ":" || rest.first == "：" }

    /// Whether a subject is the phrase and nothing more, or the phrase before `Re:`, or before a colon and what fits.
    private func isAlone(_ phrase: String, in subject: String, beforeColon fits: (String) -> Bool) -> Bool {
        guard subject.hasPrefix(phrase) else { return false }
        let rest = subject.dropFirst(phrase.count).trimmed
        if rest.allSatisfy({ ".!…".contains($0) }) { return true }
        // A longer word begins so, too.
        guard let next = subject.dropFirst(phrase.count).first, !next.isLetter else { return false }
        let isColon = Self.beginsWithColon(rest)
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
        // Some servers leave the @ of a bounce away: `MAILER-DAEMON`.
        let at = bare.lastIndex(of: "@") ?? bare.endIndex
        // `bounces+7=casey@…`: what follows a plus names the receiver.
        let name = bare[..<at].lowercased().prefix { $0 != "+" && $0 != "=" && $0 != ">" }
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
