/// Mail that no person wrote: absence notes, delivery reports, senders that take no answer.
///
/// HubSpot shows no mail headers (`Auto-Submitted`, `Precedence`), so only subject and sender tell. Some phrases no customer
/// begins with: “Automatic reply”. The others count where a subject is as programs and absent people write it: the phrase alone,
/// or before a colon, a dash or the time of the return. A customer who begins with the same words goes on otherwise: “Out of
/// office delivery address”. In doubt a person wrote the mail: an automatic one that is taken for a person's costs an answer,
/// and the other way round a customer waits for ever.
enum AutomaticMail {
    /// Lower-case, by language. Only programs begin so, whatever follows.
    private static let certainBeginnings = [
        "automatic reply", "auto reply", "auto-reply", "autoreply", "automated reply", "out of office autoreply",
        "out of office reply", "automatische antwort", "autom. antwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung",
        "abwesenheitsmeldung", "automatische abwesenheitsnotiz", "automatische abwesenheitsmeldung", "réponse automatique",
        "reponse automatique", "respuesta automática", "respuesta automatica", "risposta automatica", "automatisch antwoord",
        "afwezigheidsbericht", "resposta automática", "resposta automatica", "automatiskt svar", "autosvar", "automatisk svar",
        "fraværsmelding", "automaattinen vastaus", "automatyczna odpowiedź", "odpowiedź automatyczna", "automatická odpověď",
        "automatikus válasz", "răspuns automat", "otomatik yanıt", "автоматический ответ", "автоответ", "自動応答", "自動返信",
        "自动回复", "自動回覆", "자동 회신",
    ]

    /// They stand alone, or before a colon; a dash or the time of the return may follow as well.
    private static let absences = [
        "out of office", "out-of-office", "out of the office", "i am out of the office", "away from the office",
        "absence du bureau", "absent du bureau", "fuera de la oficina", "fuori ufficio", "fora do escritório", "poza biurem",
        "mimo kancelář", "házon kívül",
    ]

    /// They stand alone, or before a colon: other automatic answers, and reports about mail that could not be delivered.
    private static let subjects = [
        "automatic response", "auto response", "automated response", "vacation reply", "message d'absence",
        "message d’absence", "undeliverable", "unzustellbar",
    ]

    /// Words that people put before a colon, too: “Delivery failure: order 4711”, “Absent: my parcel”. They stand alone; or
    /// before `Re:`, as in the answer to a mail of ours; or, of absence notes, before the time of the return.
    private static let ambiguousSubjects = [
        "abwesend", "abwesenheit", "absent", "absence", "ausente", "ausencia", "ausência", "assente", "afwezig", "fraværende",
        "frånvarande", "frånvaro", "nieobecność", "不在", "부재중", "vacation", "delivery failure", "failure notice",
        "mail delivery failed", "mail delivery subsystem", "non remis", "no se puede entregar", "onbestelbaar",
        "non recapitabile", "não é possível entregar",
    ]

    /// Long enough that nobody else begins so.
    private static let subjectBeginnings = [
        "undelivered mail returned to sender", "delivery status notification (", "returned mail: see transcript",
        "returned mail: user unknown", "mail delivery failed: returning message",
    ]

    /// Before a subject that is answered.
    private static let replyPrefixes = [
        "re:", "re :", "aw:", "antw:", "sv:", "vs:", "odp:", "res:", "rif:", "ynt:", "回复:", "回复：", "答复:", "答复：",
    ]

    /// With what the time of somebody's return begins.
    private static let returns = [
        "until", "till", "back", "returning", "bis ", "zurück", "wieder", "jusqu", "de retour", "hasta", "de vuelta", "fino",
        "tot ", "terug", "até", "tillbaka", "tilbage", "tilbake",
    ]

    /// With what the time of an absence begins where no colon stands before it.
    private static let times = returns + ["from ", "vom ", "ab ", "du ", "desde ", "dal ", "van ", "från ", "fra ", "vanaf "]

    /// What stands before the @ of addresses that take no answer, without separators; the last is Exchange's own.
    private static let senders: Set<String> = [
        "postmaster", "bounce", "bounces", "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
    ]

    /// The same, where more words may stand beside them, as in `no-reply-orders@…`: nobody is called so.
    private static let senderParts: Set<String> = [
        "noreply", "donotreply", "dontreply", "mailerdaemon", "autoreply", "autoresponder", "autoresponse", "nepasrepondre",
        "keineantwort", "nichtantworten", "noresponder", "nonrispondere", "naoresponda", "nietbeantwoorden",
    ]

    static func isSubject(_ subject: String) -> Bool {
        let subject = subject.lowercased().trimmed
        if subjectBeginnings.contains(where: subject.hasPrefix) { return true }
        if certainBeginnings.contains(where: { rest(of: subject, behind: $0) != nil }) { return true }
        return (subjects + absences).contains { isAlone($0, in: subject, beforeColon: { _ in true }) }
            || absences.contains { rest(of: subject, behind: $0).map(isOfAbsence) ?? false }
            || ambiguousSubjects.contains { phrase in
                isAlone(phrase, in: subject) { rest in returns.contains(where: rest.hasPrefix) }
            }
    }

    /// What follows a phrase at the beginning, without white space; nil where the subject begins otherwise, or with a longer word.
    private static func rest(of subject: String, behind phrase: String) -> String? {
        guard subject.hasPrefix(phrase) else { return nil }
        let rest = subject.dropFirst(phrase.count)
        return rest.first?.isCased == true ? nil : rest.trimmed
    }

    /// “- Casey”, “(returning Dec 5)”, “until 5 December Re: Order”.
    private static func isOfAbsence(_ rest: String) -> Bool {
        if let first = rest.first, "-–—(".contains(first) { return true }
        return times.contains(where: rest.hasPrefix) || rest.contains(" re:") || rest.contains(" aw:")
    }

    /// Whether a subject is the phrase and nothing more, or the phrase before `Re:`, or before a colon and what fits.
    private static func isAlone(_ phrase: String, in subject: String, beforeColon fits: (String) -> Bool) -> Bool {
        guard subject.hasPrefix(phrase) else { return false }
        let rest = subject.dropFirst(phrase.count).trimmed
        if rest.allSatisfy({ ".!…".contains($0) }) { return true }
        // A longer word begins so, too.
        guard let next = subject.dropFirst(phrase.count).first, !next.isLetter else { return false }
        let isColon = rest.first == ":" || rest.first == "："
        let original = isColon ? rest.dropFirst().trimmed : rest
        return replyPrefixes.contains(where: original.hasPrefix) || (isColon && fits(original))
    }

    /// - Parameter address: With or without a display name.
    static func isSender(_ address: String) -> Bool {
        let bare = address.lastIndex(of: "<").map { address[address.index(after: $0)...] } ?? address[...]
        guard let at = bare.lastIndex(of: "@") else { return false }
        // `bounces+7=casey@…`: what follows a plus names the receiver.
        let name = bare[..<at].lowercased().prefix { $0 != "+" && $0 != "=" }
        let parts = name.split { "-_. ".contains($0) }
        if senders.contains(parts.joined()) { return true }
        // `no-reply-orders`, `orders.noreply2`: whole words, at the beginning or at the end.
        return parts.indices.contains { index in
            senderParts.contains(withoutNumber(parts[...index].joined()))
                || senderParts.contains(withoutNumber(parts[index...].joined()))
        }
    }

    private static func withoutNumber(_ part: String) -> String {
        var part = part
        while let last = part.last, last.isASCII, last.isNumber { part.removeLast() }
        return part
    }

    /// The shortest text that counts when it comes twice, in characters: people answer two questions with the same “Yes”.
    private static let shortestRepeat = 40

    /// Whether two texts are the same, white space aside, and long enough that no person wrote them twice.
    static func isRepeat(_ text: String, of earlier: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard text.count >= shortestRepeat else { return false }
        return words == earlier.split(whereSeparator: \.isWhitespace)
    }
}
