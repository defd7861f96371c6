/// What the articles engine knows of languages: data, in one place. Lower-case; matched as whole words.
struct Phrases: Sendable {
    /// BCP 47
    let language: String
    /// Frequent words, by which the language is guessed, and which ask for nothing.
    let stopWords: Set<String>
    /// The customer asks for a person.
    let personRequests: [String]
    let angry: [String]
    let negative: [String]
    let positive: [String]
    let greetings: Set<String>
    let closingLine: String

    static let all: [Phrases] = [english, german, french, spanish, italian, dutch, portuguese]

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    static let english = Phrases(
        language: "en",
        stopWords: words(
            "a about after again all also am an and any are as at be been before but by can could did do does don't for from get got had has have he hello help her hey hi how i i'd i'm i've if in into is it its it's just know like me my need no not now of on one or our out please she so some still tell than thank thanks that the their them then there they this those to too up us want was we were what when where which who why will with would yes you your"
        ),
        personRequests: [
            "speak to a human", "talk to a human", "speak to a person", "talk to a person", "real person", "human agent",
            "speak to someone", "talk to someone", "speak to an agent", "talk to an agent", "live agent", "speak with a human",
            "talk with a human", "a human please", "customer service representative", "speak to a representative", "call me back",
        ],
        angry: [
            "unacceptable", "furious", "ridiculous", "disgusting", "scam", "lawyer", "outrageous", "terrible service", "worst",
        ],
        negative: ["broken", "disappointed", "angry", "annoyed", "late", "wrong", "damaged", "missing", "frustrated", "bad"],
        positive: ["great", "perfect", "love", "awesome", "excellent", "wonderful", "happy", "thank you", "thanks"],
        greetings: words(
            "hi hello hey good morning afternoon evening thanks thank you ok okay great perfect bye there very much"),
        closingLine: "I am passing this on to a colleague, who will get back to you here.")

    static let german = Phrases(
        language: "de",
        stopWords: words(
            "aber als am an auch auf aus bei bin bis bitte da das dass dem den der des die doch ein eine einem einen einer er es für hallo haben habe hat ich ihr ihre im in ist ja kann können mein meine mich mir mit nach nicht noch nur oder sein sich sie sind und uns von war warum was wann wie wir wird wo zu zum zur"
        ),
        personRequests: ["mit einem menschen", "mitarbeiter sprechen", "echte person", "mit jemandem sprechen", "ruft mich an"],
        angry: ["unverschämt", "frechheit", "anwalt", "betrug", "inakzeptabel", "unmöglich"],
        negative: ["kaputt", "enttäuscht", "verspätet", "falsch", "beschädigt", "ärgerlich"],
        positive: ["danke", "super", "perfekt", "toll"],
        greetings: words("hallo guten tag morgen abend danke vielen dank servus moin"),
        closingLine: "Ich gebe das an eine Kollegin oder einen Kollegen weiter, die sich hier bei Ihnen melden.")

    static let french = Phrases(
        language: "fr",
        stopWords: words(
            "au aux avec bonjour ce ces cette comment dans de des du elle en est et être il j'ai je la le les leur ma mais me mes mon ne nous on ou où par pas plus pour pourquoi quand que quel quelle qui sa se ses son sont sur un une votre vos vous"
        ),
        personRequests: [
            "parler à un humain", "parler à une personne", "vraie personne", "parler à un conseiller", "un agent humain",
        ],
        angry: ["inacceptable", "scandaleux", "avocat", "arnaque", "honteux"],
        negative: ["cassé", "déçu", "déçue", "retard", "abîmé", "énervé"],
        positive: ["merci", "parfait", "super", "génial"],
        greetings: words("bonjour bonsoir salut merci beaucoup"),
        closingLine: "Je transmets votre demande à un collègue, qui vous répondra ici.")

    static let spanish = Phrases(
        language: "es",
        stopWords: words(
            "a al como con cuando cuándo de del donde dónde el ella en es esta está este hola la las lo los me mi mis muy no nos o para pero por porque qué que se ser si sin sobre su sus también un una usted y ya yo"
        ),
        personRequests: ["hablar con una persona", "hablar con un humano", "persona real", "hablar con un agente"],
        angry: ["inaceptable", "vergüenza", "abogado", "estafa", "indignante"],
        negative: ["roto", "decepcionado", "decepcionada", "retraso", "dañado"],
        positive: ["gracias", "perfecto", "genial", "excelente"],
        greetings: words("hola buenos buenas días tardes noches gracias muchas"),
        closingLine: "Paso su consulta a un compañero, que le responderá aquí.")

    static let italian = Phrases(
        language: "it",
        stopWords: words(
            "a al alla anche che chi ciao come con cosa da dal dei del della di dove e è gli ho i il in io la le lo ma mi mia mio nel non o per perché più quando questa questo se sono su tra un una vi voi"
        ),
        personRequests: ["parlare con una persona", "parlare con un operatore", "persona reale", "operatore umano"],
        angry: ["inaccettabile", "vergogna", "avvocato", "truffa"],
        negative: ["rotto", "deluso", "delusa", "ritardo", "danneggiato"],
        positive: ["grazie", "perfetto", "ottimo"],
        greetings: words("ciao buongiorno buonasera salve grazie mille"),
        closingLine: "Passo la richiesta a un collega, che Le risponderà qui.")

    static let dutch = Phrases(
        language: "nl",
        stopWords: words(
            "aan als ben bij dan dat de deze die dit door een en er ga haar heb hebben heeft het hij hoe hoi hun ik in is je kan kunnen maar me met mij mijn naar niet nog nu of om ons onze ook op over te tot uit u uw van voor waar waarom wanneer was wat we wij wil worden wordt ze zijn zo"
        ),
        personRequests: ["een mens spreken", "met een mens", "medewerker spreken", "echt persoon", "iemand spreken"],
        angry: ["onacceptabel", "schandalig", "advocaat", "oplichting", "belachelijk"],
        negative: ["kapot", "teleurgesteld", "vertraagd", "verkeerd", "beschadigd"],
        positive: ["bedankt", "dank", "perfect", "super", "geweldig"],
        greetings: words("hallo hoi goedemorgen goedemiddag goedenavond bedankt dank je wel"),
        closingLine: "Ik geef dit door aan een collega, die hier contact met u opneemt.")

    static let portuguese = Phrases(
        language: "pt",
        stopWords: words(
            "a ao as com como da das de do dos e é ela ele em eu está isso já mais mas me meu minha na não nas no nos o olá onde os ou para por porque qual quando que se sem ser seu sua também um uma você"
        ),
        personRequests: ["falar com uma pessoa", "falar com um humano", "pessoa real", "falar com um atendente"],
        angry: ["inaceitável", "vergonha", "advogado", "golpe"],
        negative: ["quebrado", "decepcionado", "decepcionada", "atraso", "danificado"],
        positive: ["obrigado", "obrigada", "perfeito", "ótimo"],
        greetings: words("olá oi bom boa dia tarde noite obrigado obrigada"),
        closingLine: "Vou passar o seu pedido a um colega, que responderá aqui.")
}
