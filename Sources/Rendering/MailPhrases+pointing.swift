/// What people write above a message that they want to be read, because their answers stand in it or because they ask about it;
/// in the same languages. Data, all in lower case, as words with one space between them.
extension MailPhrases {
    /// They say it alone.
    static let pointingDown = [
        "see below", "below email", "email below", "e mail below", "message below", "mail below", "forwarded below",
        "answers below", "replies below", "comments below", "answers in line", "see in line", "comments in line",
        "in line with your", "inline answers", "inline replies", "inline comments", "following email", "following e mail",
        "following mail", "following message", "received this mail", "received this e mail", "received this email",
        "received this message", "received this reply", "received this from you", "got this mail", "got this e mail",
        "got this email", "got this message", "got this reply", "got this from you",
        "siehe unten", "s unten", "unten stehend", "untenstehend", "untenstehende", "untenstehenden", "antworten unten",
        "antworten rot", "antworten sind rot",
        "folgende mail", "folgende e mail", "folgende email", "folgende nachricht", "diese mail erhalten",
        "diese e mail erhalten", "diese mail bekommen", "diese e mail bekommen", "ci dessous", "le message suivant",
        "reçu ce mail", "reçu ce message", "reçu ce courriel", "reçu ce courrier", "reçu cet e mail", "reçu cet email",
        "ver abajo", "véase abajo", "más abajo", "mas abajo", "respuestas a continuación", "respondo a continuación",
        "el siguiente correo", "recibí este correo", "recibí este mensaje", "recibí este email", "recibí este e mail",
        "he recibido este correo", "he recibido este mensaje", "he recibido este email", "he recibido este e mail",
        "vedi sotto", "qui sotto", "di seguito", "la seguente mail", "la seguente email", "ho ricevuto questa mail",
        "ho ricevuto questa email", "ho ricevuto questa e mail", "ho ricevuto questo messaggio",
        "zie onder", "antwoorden onder", "hieronder", "zie beneden", "de volgende mail", "de volgende e mail",
        "kreeg deze mail", "kreeg deze e mail", "kreeg deze email", "kreeg dit bericht", "ontving deze mail",
        "ontving deze e mail", "ontving deze email", "ontving dit bericht",
        "veja abaixo", "ver abaixo", "vide abaixo", "respostas a seguir", "o seguinte e mail", "recebi este e mail",
        "recebi este email", "recebi esta mensagem", "se nedan", "se nedenfor", "se under", "katso alla", "vastaukset alla",
        "vastaukseni alla", "viz níže", "poniżej", "см ниже",
    ]

    /// The same where words are not set apart by spaces.
    static let pointingDownUnspaced = ["下記", "以下のメール", "见下", "如下", "見下"]

    /// They say it where they are all that stands between two marks: “Hi Anna, inline.”
    static let announcements: Set<String> = ["inline", "in line", "below", "unten"]

    /// Beginnings of words for an answer: with a place or a colour of the lists below beside them they point down, see
    /// ``MailAnnouncement``. Words of up to four letters count whole, here and below.
    static let answering = [
        "answer", "reply", "replie", "respon", "commen", "remark", "notes", "wrote", "written", "antwort", "beantwort",
        "geantwort", "kommentar", "anmerkung", "réponse", "reponse", "répon", "remarque", "respuest", "contest", "resposta",
        "comentario", "comentário", "antwoord", "geantwoord", "beantwoord", "reactie", "opmerking", "rispost", "rispond",
        "svar", "svaren", "kommentti", "vastau", "odpowied", "odpověd", "ответ",
    ]

    /// Beginnings of words for filling in what the other asked for; they go with places only.
    static let filling = [
        "filled", "fill", "completed", "added", "detail", "ausgefüll", "eingetrag", "ergänz", "ingevuld", "aangevuld",
        "rempli", "complété", "rellen", "completado", "preenchi", "compilat", "fyllt", "udfyldt",
    ]

    /// Beginnings of words for looking.
    static let looking = ["see", "find", "siehe", "voir", "véase", "vea", "ver", "vide", "veja", "zie", "vedi"]

    /// The writer's own answers, or the writer answering.
    static let ownWords: Set<String> = [
        "i", "i've", "i’ve", "we", "we've", "we’ve", "my", "our", "ich", "wir", "mein", "meine", "meinen", "unsere", "habe",
        "haben", "je", "j'ai", "j’ai", "nous", "mes", "nos", "ma", "mi", "mis", "he", "hemos", "nuestras", "respondo", "respondí",
        "contesto", "contesté",
        "mie", "mia", "ho", "abbiamo", "nostre", "rispondo", "ik", "heb", "mijn", "onze", "minha",
        "minhas", "respondi", "jag", "mina", "mitt", "jeg", "mine", "mit", "moje", "mé", "мои",
    ]

    /// Before an answer they make it the other's, or one that is wanted.
    static let othersWords: Set<String> = [
        "a", "an", "any", "no", "your", "you", "to", "please", "as", "eine", "keine", "die", "ihre", "deine", "eure", "sie",
        "bitte", "une", "la", "votre", "vos", "ta", "aucune", "vous", "una", "su", "sus", "tu", "ninguna", "tua", "vostra",
        "nessuna", "een", "geen", "uw", "je", "jullie", "de", "uma", "sua", "nenhuma", "ett", "inget", "ditt",
    ]

    /// Words of thanks: for an answer that was given.
    static let thanks: Set<String> = [
        "thanks", "thank", "thx", "danke", "dank", "merci", "gracias", "grazie", "bedankt", "dankjewel", "dankuwel", "obrigado",
        "obrigada", "tack", "tak", "takk", "kiitos", "dziękuję", "děkuji", "спасибо",
    ]

    /// What stands beside thanks, or for them, and says nothing more.
    static let besideThanks: Set<String> = [
        "ok", "okay", "you", "so", "very", "much", "a", "lot", "many", "for", "the", "your", "quick", "kind", "message", "mail",
        "e", "email", "reply", "answer", "response", "help", "vielen", "herzlichen", "besten", "schön", "sehr", "für", "ihre",
        "deine", "die", "schnelle", "nachricht", "antwort", "hilfe", "beaucoup", "pour", "votre", "réponse", "muchas", "por",
        "su", "respuesta", "mensaje", "mille", "molte", "per", "la", "il", "sua", "vostra", "risposta", "messaggio", "hartelijk",
        "voor", "uw", "je", "de", "het", "bericht", "reactie", "muito", "pela", "resposta", "mensagem", "så", "mycket",
    ]

    /// Where answers stand below.
    static let placesBelow = places([
        "below", "beneath", "underneath", "unten", "darunter", "plus bas", "en dessous", "ci dessous",
        "abajo", "debajo", "onderstaand", "onderstaande", "abaixo", "sotto", "nedan", "nedenfor", "níže", "ниже",
    ])

    /// Where answers stand in the other's mail.
    static let placesInMail = places([
        "in your mail", "in your email", "in your e mail", "in your message", "in the text", "in the mail", "in the email",
        "between the lines", "im text", "in ihrer mail", "in ihrer e mail", "in ihrer email", "in ihrer nachricht",
        "in ihrem text", "in deiner mail", "in deiner nachricht", "in der mail", "in der e mail", "zwischen den zeilen",
        "dans le texte", "dans le corps", "dans votre mail", "dans votre message", "en el texto", "en su correo",
        "en tu correo", "in de tekst", "in de mail", "in je mail", "in uw mail", "in uw e mail", "in uw bericht",
        "tussen de regels", "no texto", "no seu e mail", "nel testo", "nella mail", "i texten", "i teksten",
    ])

    /// How answers are set off, or set in.
    static let colours = places([
        "in line", "inline", "in red", "in blue", "in green", "in purple", "in orange", "in pink", "in yellow", "in bold",
        "in italics", "in italic",
        "in colour", "in color", "in caps", "in capitals", "in capital letters", "in rot", "in blau", "in grün", "in lila",
        "in fett", "rot markiert", "blau markiert", "grün markiert", "fett markiert", "farbig", "in farbe", "kursiv",
        "in großbuchstaben", "en rouge", "en bleu", "en vert", "en gras", "en couleur", "en italique", "en majuscules",
        "en rojo", "en azul", "en verde", "en negrita", "en color", "en cursiva", "en mayúsculas", "in het rood", "in rood",
        "in het blauw", "in blauw", "in het groen", "in groen", "in kleur", "vetgedrukt", "cursief", "in hoofdletters",
        "em vermelho", "a vermelho", "em azul", "a azul", "em verde", "a verde", "em negrito", "a negrito", "em itálico",
        "em maiúsculas", "in rosso", "in blu", "in verde", "in grassetto", "in corsivo", "in maiuscolo", "i rött", "i blått",
        "i rødt", "med rødt", "punaisella", "na czerwono", "červeně", "красным",
    ])

    /// By their first words.
    typealias Places = [String: [[String]]]

    private static func places(_ phrases: [String]) -> Places { Places(grouping: phrases.map(\.words)) { $0[0] } }

    /// With what a letter begins; a line that begins so and says no more is no answer.
    static let greetings: Set<String> = [
        "hello", "hi", "hey", "dear", "good", "hallo", "guten", "liebe", "lieber", "liebes", "sehr", "moin", "servus", "bonjour",
        "bonsoir", "salut", "cher", "chère", "madame", "monsieur", "hola", "buenos", "buenas", "estimado", "estimada",
        "estimados",
        "querido", "querida", "beste", "geachte", "goedemorgen", "goedemiddag", "goedendag", "dag", "hoi", "olá", "ola", "oi",
        "bom",
        "boa", "caro", "cara", "prezado", "prezada", "prezados", "ciao", "salve", "buongiorno", "buonasera", "gentile",
        "spettabile",
        "hej", "hejsan", "hei", "moi", "cześć", "dzień", "witam", "ahoj", "dobrý", "здравствуйте", "привет", "добрый",
    ]
}
