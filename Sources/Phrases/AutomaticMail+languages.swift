import RelayCore

extension AutomaticMail {
    /// By the words of every language that we have.
    package static let inAllLanguages = AutomaticMail(
        replies: Language.words(.automaticReply), absences: Language.words(.absence),
        subjects: Language.words(.automaticSubjects), ambiguousSubjects: Language.words(.ambiguousSubjects),
        prefixes: Language.words(.automaticPrefixes),
        reports: Language.words(.reportBeginnings), returns: Language.beginnings(.backOn),
        times: Language.beginnings(.absentFrom), replyPrefixes: Language.words(.replyPrefixes),
        noReplyNames: Language.words(.noReplyAddresses))
}
