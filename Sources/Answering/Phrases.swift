/// What the articles engine knows of languages: data, in one place. Lower-case; matched as whole words.
struct Phrases: Sendable {
    /// BCP 47
    let language: String
    /// Frequent words, by which the language is guessed, and which ask for nothing.
    let stopWords: Set<String>
    /// A text that consists of these and of ``thanks`` asks for nothing.
    let greetings: Set<String>
    let thanks: Set<String>
    /// What one does with a person, and whom one means: the two close together ask for a person.
    let personVerbs: Set<String>
    let personNouns: Set<String>
    /// What asks for a person by itself.
    let personRequests: [String]
    let angry: [String]
    let negative: [String]
    let positive: [String]
    let greetingLine: String
    let thanksLine: String
    let closingLine: String

    static let all: [Phrases] = [english, german, french, spanish, italian, dutch, portuguese]

    /// The phrases of a language; English where there are none.
    static func of(_ language: String?) -> Phrases { all.first { $0.language == language } ?? english }

    static let english = Phrases(
        language: "en",
        stopWords: words(
            """
            a about after again all also am an and any are as at be been before but by can can't could did do does doesn't don't for
            from get got had has have haven't he hello help her hey hi how i i'd i'll i'm i've if in into is isn't it it's its just
            know like looking me moment my need no not now of on one or our out please should she so some still tell than thank
            thanks that the their them then there they this those to too up us want was we were what when where which who why will
            with would yes you your
            """),
        greetings: words(
            "hi hello hey good morning afternoon evening day there ok okay great perfect bye how are you doing today"),
        thanks: words("thanks thank you thx cheers very much so a lot"),
        personVerbs: words("speak speaking talk talking chat call connect transfer"),
        personNouns: words(
            """
            human humans person someone somebody agent representative rep operator colleague colleagues employee advisor adviser
            manager supervisor
            """),
        personRequests: [
            "real person", "human agent", "live agent", "human please", "call me back", "customer service representative",
        ],
        angry: [
            "unacceptable", "furious", "ridiculous", "disgusting", "scam", "lawyer", "outrageous", "terrible service",
            "worst service", "worst company", "worst shop",
        ],
        negative: [
            "broken", "disappointed", "disappointing", "angry", "annoyed", "annoying", "late", "wrong", "damaged", "missing",
            "frustrated", "frustrating", "bad", "unhappy", "not happy", "not good", "terrible",
        ],
        positive: ["great", "perfect", "love", "awesome", "excellent", "wonderful", "happy", "thank you", "thanks"],
        greetingLine: "Hello! What can I help you with?",
        thanksLine: "You are welcome! Write to me any time if there is more that I can do.",
        closingLine: "I am passing this on to a colleague, who will get back to you here.")

    static let german = Phrases(
        language: "de",
        stopWords: words(
            """
            aber als am an auch auf aus bei bin bis bitte da das dass dem den der des die diese dieses doch ein eine einem einen
            einer er es für gerne haben habe hallo hat ich ihr ihre im in ist ja kann können könnte mein meine meinem meinen meiner
            mich mir mit möchte nach nicht noch nun nur oder sein sich sie sind und uns von war warum was wann wie will wir wird wo
            wurde zu zum zur
            """),
        greetings: words("hallo guten gute tag morgen abend servus moin hi"), thanks: words("danke dank vielen schön sehr"),
        personVerbs: words("sprechen reden telefonieren verbinden verbinde"),
        personNouns: words(
            "mensch menschen mitarbeiter mitarbeiterin mitarbeitern person jemand jemandem kollegen kollegin berater beraterin"),
        personRequests: [
            "echte person", "echten person", "echter mensch", "echten menschen", "ruft mich an", "rufen sie mich",
            "mich bitte zurückrufen", "mich zurückrufen",
        ],
        angry: ["unverschämt", "unverschämtheit", "frechheit", "anwalt", "betrug", "inakzeptabel", "saftladen"],
        negative: ["kaputt", "enttäuscht", "verspätet", "falsch", "falsche", "beschädigt", "ärgerlich", "defekt"],
        positive: ["danke", "dank", "super", "perfekt", "toll"],
        greetingLine: "Hallo! Womit kann ich Ihnen helfen?",
        thanksLine: "Sehr gerne! Schreiben Sie mir jederzeit, wenn ich noch etwas tun kann.",
        closingLine: "Ich gebe das an eine Kollegin oder einen Kollegen weiter, die sich hier bei Ihnen melden.")

    static let french = Phrases(
        language: "fr",
        stopWords: words(
            """
            ai au aux avec bonjour c'est ce ces cette comment dans de des du elle en est et être il j'ai je l'ai la le les leur ma
            mais me mes mon n'ai ne nous on ou où par pas peux plus pour pourquoi puis quand que quel quelle qui sa se ses son sont
            sur un une veux votre voudrais vos vous
            """),
        greetings: words("bonjour bonsoir salut coucou"), thanks: words("merci beaucoup bien"),
        personVerbs: words("parler discuter joindre échanger"),
        personNouns: words(
            "humain humaine personne quelqu'un conseiller conseillère agent opérateur collègue employé responsable"),
        personRequests: ["vraie personne", "agent humain", "rappelez moi", "me rappeler"],
        angry: ["inacceptable", "scandaleux", "avocat", "arnaque", "honteux"],
        negative: ["cassé", "cassée", "déçu", "déçue", "retard", "abîmé", "abîmée", "énervé", "énervée"],
        positive: ["merci", "parfait", "super", "génial"],
        greetingLine: "Bonjour ! Comment puis-je vous aider ?",
        thanksLine: "Avec plaisir ! Écrivez-moi si je peux faire autre chose pour vous.",
        closingLine: "Je transmets votre demande à un collègue, qui vous répondra ici.")

    static let spanish = Phrases(
        language: "es",
        stopWords: words(
            """
            a al como cómo con cuando cuándo de del donde dónde el ella en es esta está este estoy gustaría ha he hola la las lo los
            me mi mis muy necesito no nos o para pero por porque puedo que qué quiero se ser si sin sobre su sus también tengo un
            una unos usted y ya yo
            """),
        greetings: words("hola buenos buenas días tardes noches qué tal"), thanks: words("gracias muchas muchísimas"),
        personVerbs: words("hablar conversar comunicarme comunicar"),
        personNouns: words("persona humano humana agente alguien operador operadora empleado representante compañero asesor"),
        personRequests: ["persona real", "agente humano", "llámenme", "que me llamen"],
        angry: ["inaceptable", "vergüenza", "abogado", "estafa", "indignante"],
        negative: ["roto", "rota", "decepcionado", "decepcionada", "retraso", "dañado", "dañada", "enfadado", "enfadada"],
        positive: ["gracias", "perfecto", "genial", "excelente"],
        greetingLine: "¡Hola! ¿En qué puedo ayudarle?",
        thanksLine: "¡Con mucho gusto! Escríbame cuando quiera si puedo hacer algo más.",
        closingLine: "Paso su consulta a un compañero, que le responderá aquí.")

    static let italian = Phrases(
        language: "it",
        stopWords: words(
            """
            a al alla anche che chi ciao come con cosa da dal dei del della di dov'è dove e è gli ha hanno ho i il in io la le lo ma
            mi mia mie miei mio nel nella non o per perché più posso quando questa questo se sono su tra un una uno vi voi vorrei
            """),
        greetings: words("ciao buongiorno buonasera salve buona giornata"), thanks: words("grazie mille tante"),
        personVerbs: words("parlare parlo comunicare contattare"),
        personNouns: words("persona operatore operatrice umano qualcuno agente collega consulente addetto responsabile"),
        personRequests: ["persona reale", "operatore umano", "richiamatemi"],
        angry: ["inaccettabile", "vergogna", "avvocato", "truffa", "vergognoso"],
        negative: ["rotto", "rotta", "deluso", "delusa", "ritardo", "danneggiato", "danneggiata", "arrabbiato", "arrabbiata"],
        positive: ["grazie", "perfetto", "ottimo"],
        greetingLine: "Buongiorno! Come posso aiutarla?",
        thanksLine: "Prego! Mi scriva quando vuole se posso fare altro.",
        closingLine: "Passo la richiesta a un collega, che Le risponderà qui.")

    static let dutch = Phrases(
        language: "nl",
        stopWords: words(
            """
            aan als ben bij dan dat de deze die dit door een en er ga graag haar heb hebben heeft het hij hoe hoi hun ik in is je kan
            kunnen maar me met mij mijn naar niet nog nu of om ons onze ook op over te tot uit u uw van voor waar waarom wanneer was
            wat we wij wil worden wordt ze zijn zo
            """),
        greetings: words("hallo hoi hi dag goedemorgen goedemiddag goedenavond"),
        thanks: words("bedankt dank dankjewel dankuwel je u wel hartelijk"),
        personVerbs: words("spreken praten bellen doorverbinden"),
        personNouns: words("mens mensen persoon medewerker medewerkster iemand collega"),
        personRequests: ["echt persoon", "echte persoon", "echt mens", "bel me terug", "me terugbellen"],
        angry: ["onacceptabel", "schandalig", "advocaat", "oplichting", "belachelijk"],
        negative: ["kapot", "teleurgesteld", "vertraagd", "verkeerd", "verkeerde", "beschadigd", "boos"],
        positive: ["bedankt", "dank", "perfect", "super", "geweldig"],
        greetingLine: "Hallo! Waarmee kan ik u helpen?",
        thanksLine: "Graag gedaan! Schrijf me gerust als ik nog iets kan doen.",
        closingLine: "Ik geef dit door aan een collega, die hier contact met u opneemt.")

    static let portuguese = Phrases(
        language: "pt",
        stopWords: words(
            """
            a ao as com como da das de do dos e é ela ele em eu está estou fiz foi gostaria isso isto já mais mas me meu meus minha
            minhas na não nas no nos o olá onde os ou para por porque posso preciso qual quando que quero se sem ser seu sua também
            tenho um uma você
            """),
        greetings: words("olá oi bom boa dia tarde noite"), thanks: words("obrigado obrigada muito valeu"),
        personVerbs: words("falar conversar contactar contatar"),
        personNouns: words("pessoa humano humana atendente alguém agente operador operadora colega funcionário representante"),
        personRequests: ["pessoa real", "atendente humano", "liguem me"],
        angry: ["inaceitável", "vergonha", "advogado", "golpe", "burla"],
        negative: ["quebrado", "quebrada", "estragado", "estragada", "decepcionado", "decepcionada", "atraso", "danificado"],
        positive: ["obrigado", "obrigada", "perfeito", "ótimo"],
        greetingLine: "Olá! Em que posso ajudar?",
        thanksLine: "De nada! Escreva quando quiser se eu puder fazer mais alguma coisa.",
        closingLine: "Vou passar o seu pedido a um colega, que responderá aqui.")

    private static func words(_ text: String) -> Set<String> { Set(text.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
