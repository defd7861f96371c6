/// Mail that no person wrote: absence notes, delivery reports, senders that take no answer.
///
/// HubSpot shows no mail headers (`Auto-Submitted`, `Precedence`), so only subject and sender tell. What is listed begins a
/// subject that a mail program wrote by itself; an answer to such a mail begins with `Re:` and is a person's again.
enum AutomaticMail {
    /// Lower-case; a subject that begins with one of them is automatic.
    private static let subjectBeginnings = [
        // Absence notes and automatic answers, by language.
        "automatic reply", "auto reply", "auto-reply", "autoreply", "automated reply", "automatic response", "auto response",
        "out of office", "out-of-office", "i am out of the office", "away from the office", "vacation reply",
        "automatische antwort", "autom. antwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung",
        "automatische abwesenheit", "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau",
        "message d'absence", "respuesta automática", "respuesta automatica", "fuera de la oficina", "risposta automatica",
        "fuori ufficio", "automatisch antwoord", "afwezigheidsbericht", "resposta automática", "resposta automatica",
        "fora do escritório", "automatiskt svar", "autosvar", "automatisk svar", "fraværsmelding", "automaattinen vastaus",
        "automatyczna odpowiedź", "odpowiedź automatyczna", "poza biurem", "automatická odpověď", "mimo kancelář",
        "automatikus válasz", "házon kívül", "răspuns automat", "otomatik yanıt", "автоматический ответ", "автоответ",
        "自動応答", "自動返信", "自动回复", "自動回覆", "자동 회신", "부재중",
        // Reports about mail that could not be delivered.
        "undeliverable:", "undelivered mail returned", "delivery status notification", "delivery failure", "mail delivery failed",
        "mail delivery subsystem", "returned mail:", "failure notice", "unzustellbar:", "non remis", "no se puede entregar",
        "onbestelbaar", "non recapitabile", "não é possível entregar",
    ]

    /// Words that people begin a subject with, too: automatic only when a colon follows, or nothing.
    private static let subjectWords = [
        "abwesend", "abwesenheit", "absence", "absent", "ausente", "ausencia", "assente", "afwezig", "ausência", "frånvaro",
        "fraværende", "nieobecność", "不在", "vacation",
    ]

    /// What stands before the @ of addresses that take no answer, without separators.
    private static let senders: Set<String> = [
        "noreply", "donotreply", "mailerdaemon", "postmaster", "bounce", "bounces", "autoreply", "autoresponder", "autoresponse",
        "nepasrepondre", "keineantwort", "noresponder", "nonrispondere",
    ]

    static func isSubject(_ subject: String) -> Bool {
        let subject = subject.lowercased().trimmed
        if subjectBeginnings.contains(where: subject.hasPrefix) { return true }
        return subjectWords.contains { word in
            guard subject.hasPrefix(word) else { return false }
            let rest = subject.dropFirst(word.count).drop { $0 == " " || $0 == "\u{A0}" }
            return rest.isEmpty || rest.first == ":"
        }
    }

    /// - Parameter address: With or without a display name.
    static func isSender(_ address: String) -> Bool {
        let bare = address.lastIndex(of: "<").map { address[address.index(after: $0)...] } ?? address[...]
        guard let at = bare.lastIndex(of: "@") else { return false }
        // `bounces+7=casey@…`: what follows a plus names the receiver.
        let name = bare[..<at].lowercased().prefix { $0 != "+" && $0 != "=" }.filter { !"-_. ".contains($0) }
        return senders.contains(String(name))
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
