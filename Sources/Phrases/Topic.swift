/// What a file of a language may hold; the raw value is the key there. `docs/languages.md` says what each is for.
package enum Topic: String, CaseIterable, Sendable {
    // What mail programs write
    case wrote
    case wroteUnspaced = "wrote in unspaced text"
    case opening
    case weekdays
    case headerFrom = "header from"
    case headerDate = "header date"
    case headerTo = "header to"
    case headerSubject = "header subject"
    case headerCopy = "header copy"
    case originalMessage = "original message"
    case forwardedMessage = "forwarded message"
    case forwardPrefixes = "forward prefixes"
    case replyPrefixes = "reply prefixes"
    case footerBeginnings = "footer beginnings"
    case footerEnds = "footer ends"
    case footerWords = "footer words"
    case postscript
    case devices
    case telephoneLabels = "telephone labels"
    case nameParticles = "name particles"

    // How people write to people
    case persons
    case possessives
    case capitalPossessives = "possessives with a capital"
    case articles
    case letterGreetings = "letter greetings"
    case thanks
    case okay
    case besideThanks = "beside thanks"

    // Pointing at what stands below
    case seeBelow = "see below"
    case seeBelowUnspaced = "see below in unspaced text"
    case below
    case answeringWords = "answering words"
    case fillingWords = "filling words"
    case lookingWords = "looking words"
    case ownWords = "own words"
    case othersWords = "words of others"
    case placesBelow = "places below"
    case placesInMail = "places in the mail"
    case colours

    // What an AI leaves to be filled in
    case blankNames = "blank names"
    case blankFirstNames = "blank first names"
    case blankCustomers = "blank customers"
    case blankOwn = "blank own"
    case blankFacts = "blank facts"
    case blankAlone = "blank alone"
    case blankFillers = "blank fillers"

    // Mail that no person wrote
    case automaticReply = "automatic reply"
    case absence
    case automaticSubjects = "automatic subjects"
    case ambiguousSubjects = "ambiguous subjects"
    case automaticPrefixes = "automatic prefixes"
    case reportBeginnings = "report beginnings"
    case backOn = "back on"
    case absentFrom = "absent from"
    case noReplyAddresses = "no-reply addresses"

    // Conversation
    case frequentWords = "frequent words"
    case chatGreetings = "chat greetings"
    case chatThanks = "chat thanks"
    case speakingWords = "speaking words"
    case personWords = "person words"
    case asksForPerson = "asks for a person"
    case angry
    case negative
    case positive
    case greetingLine = "greeting line"
    case thanksLine = "thanks line"
    case sourceLine = "source line"

    // Before a person takes over
    case closingLine = "closing line"
    case fallbackLine = "fallback line"

    // In the AI's first message
    case disclosureLine = "disclosure line"
}

// MARK: - Form

extension Topic {
    /// How its entries are written.
    package enum Form: String, Sendable {
        /// Single words in lower case: letters and apostrophes.
        case words
        /// Words in lower case with one space between them.
        case phrases
        /// The same; a `*` at the end stands for any ending.
        case beginnings
        /// Lower case, with whatever stands beside the words: `re:`, `e-mail`.
        case text
        /// As it is written, capitals too.
        case written
        /// One sentence, on a line of its own.
        case sentence
    }

    package var form: Form {
        switch self {
        case .wrote, .opening, .weekdays, .telephoneLabels, .persons, .possessives, .articles, .letterGreetings, .thanks, .okay,
            .besideThanks, .ownWords, .othersWords, .frequentWords, .chatGreetings, .chatThanks, .speakingWords, .personWords,
            .noReplyAddresses, .blankNames, .blankFirstNames, .blankCustomers, .blankOwn, .blankFacts, .blankAlone,
            .blankFillers:
            .words
        case .seeBelow, .below, .placesBelow, .placesInMail, .colours, .asksForPerson, .angry, .negative, .positive: .phrases
        case .footerWords, .answeringWords, .fillingWords, .lookingWords, .backOn, .absentFrom: .beginnings
        case .wroteUnspaced, .seeBelowUnspaced, .headerFrom, .headerDate, .headerTo, .headerSubject, .headerCopy,
            .originalMessage, .forwardedMessage, .forwardPrefixes, .replyPrefixes, .footerBeginnings, .footerEnds, .devices,
            .postscript, .automaticReply, .absence, .automaticSubjects, .ambiguousSubjects, .automaticPrefixes, .reportBeginnings:
            .text
        case .capitalPossessives, .nameParticles: .written
        case .greetingLine, .thanksLine, .sourceLine, .closingLine, .fallbackLine, .disclosureLine: .sentence
        }
    }
}
