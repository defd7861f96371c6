import Phrases

/// What mail programs write around quoted and forwarded messages, and people above them: the words of every language that we have,
/// in lower case.
enum MailPhrases {
    // MARK: On … wrote:

    static let wrote = Language.words(.wrote)
    /// The same where words are not set apart by spaces.
    static let wroteUnspaced = Language.words(.wroteUnspaced)
    /// How the introduction begins.
    static let openings = Language.words(.opening)
    /// Names of days, as introductions begin with them.
    static let weekdays = Language.words(.weekdays)
    /// Words by which people, not programs, say who wrote.
    static let persons = Language.words(.persons)
    /// Words that are part of no name when they are written small: whose colleague it was that wrote.
    static let possessives = Language.words(.possessives)
    /// The same where a language writes them with a capital in letters.
    static let capitalPossessives = Language.words(.capitalPossessives)
    /// A person writes that “the courier” wrote, a program who it was.
    static let articles = Language.words(.articles)

    // MARK: Headers and separators

    static let headers: [String: MailHeaders.Kind] = {
        let labels: [(MailHeaders.Kind, Topic)] = [
            (.from, .headerFrom), (.date, .headerDate), (.to, .headerTo), (.subject, .headerSubject), (.copy, .headerCopy),
        ]
        let pairs = labels.flatMap { kind, topic in Language.words(topic).map { ($0, kind) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
    static let originalMessage = Language.words(.originalMessage)
    static let forwarded = Language.words(.forwardedMessage)
    /// In subjects.
    static let forwardPrefixes = Language.words(.forwardPrefixes)

    // MARK: Signatures and footers

    /// Before a telephone number.
    static let telephones = Language.words(.telephoneLabels)
    /// Small words in names and titles.
    static let nameParticles = Language.words(.nameParticles)
    static let footerBeginnings = Language.words(.footerBeginnings)
    static let footerEnds = Language.words(.footerEnds)
    /// What stands in a footer beside names.
    static let footerWords = Language.beginnings(.footerWords)
    /// Hosts of virus scanners that sign what they have looked at.
    static let scanners = ["avast.com", "avg.com"]
    /// Before what was forgotten above a signature.
    static let postscripts = Language.words(.postscript)
    /// What a footer names: devices, by the words of the languages, and names of products.
    static let devices = Language.words(.devices).union([
        "iphon", "ipad", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "oneplus", "pixel", "alcatel", "wiko",
        "oppo", "realme", "asus", "zte", "blackberry", "nokia",
        "windows", "outlook", "yahoo", "proton", "gmx", "web.de", "mail app", "apple watch",
    ])

    // MARK: Greetings and thanks

    /// With what a letter begins; a line that begins so and says no more is no answer.
    static let greetings = Language.words(.letterGreetings)
    static let thanks = Language.words(.thanks)
    static let okay = Language.words(.okay)
    /// What stands beside thanks, or for them, and says nothing more.
    static let besideThanks = Language.words(.besideThanks)

    // MARK: Pointing at what stands below

    /// They say it alone.
    static let seeBelow = Language.words(.seeBelow)
    /// The same where words are not set apart by spaces.
    static let seeBelowUnspaced = Language.words(.seeBelowUnspaced)
    /// They say it where they are all that stands between two marks: “Hi Anna, inline.”
    static let below = Language.words(.below)
    /// Words for an answer: with a place or a colour beside them they point down, see ``MailAnnouncement``.
    static let answering = Language.beginnings(.answeringWords)
    /// Words for filling in what the other asked for; they go with places only.
    static let filling = Language.beginnings(.fillingWords)
    static let looking = Language.beginnings(.lookingWords)
    /// The writer's own answers, or the writer answering.
    static let ownWords = Language.words(.ownWords)
    /// Before an answer they make it the other's, or one that is wanted.
    static let othersWords = Language.words(.othersWords)
    /// Where answers stand below.
    static let placesBelow = places(.placesBelow)
    /// Where answers stand in the other's mail.
    static let placesInMail = places(.placesInMail)
    /// How answers are set off, or set in.
    static let colours = places(.colours)

    /// By their first words.
    typealias Places = [String: [[String]]]

    private static func places(_ topic: Topic) -> Places {
        Places(grouping: Language.words(topic).map(\.words)) { $0[0] }
    }
}
