/// What people write above a message that they want to be read, because their answers stand in it or because they ask about it;
/// in the same languages. Data, all in lower case, as words with one space between them.
extension MailPhrases {
    /// They say it alone.
    static let pointingDown = [
        "see below", "below email", "email below", "e mail below", "message below", "mail below", "forwarded below",
        "answers below", "replies below", "comments below", "inline", "in line with your", "answers in line", "see in line",
        "comments in line", "following email", "following e mail", "following mail", "following message", "received this",
        "got this",
        "siehe unten", "s unten", "unten stehend", "untenstehend", "untenstehende", "untenstehenden", "antworten unten",
        "folgende mail", "folgende e mail", "folgende email", "folgende nachricht", "diese mail erhalten",
        "diese e mail erhalten", "diese mail bekommen", "diese e mail bekommen", "ci dessous", "le message suivant",
        "reçu ce", "reçu cet", "ver abajo", "véase abajo", "más abajo", "mas abajo", "el siguiente correo", "recibí este",
        "he recibido este", "vedi sotto", "qui sotto", "di seguito", "la seguente mail", "la seguente email",
        "ho ricevuto questa",
        "zie onder", "hieronder", "zie beneden", "de volgende mail", "de volgende e mail", "kreeg deze", "ontving deze",
        "veja abaixo", "ver abaixo", "vide abaixo", "o seguinte e mail", "recebi este", "se nedan", "se nedenfor", "se under",
        "katso alla", "viz níže", "poniżej", "см ниже",
    ]

    /// The same where words are not set apart by spaces.
    static let pointingDownUnspaced = ["下記", "以下のメール", "见下", "如下", "見下"]

    /// Beginnings of words for an answer, or for looking: with a place from the list below in the same sentence they point down.
    /// Words of up to four letters count whole.
    static let answering = [
        "answer", "reply", "replie", "respon", "commen", "remark", "notes", "see", "find", "wrote", "written", "antwort",
        "beantwort",
        "kommentar", "anmerkung", "siehe", "réponse", "reponse", "répon", "remarque", "voir", "respuest", "resposta",
        "comentario",
        "comentário", "véase", "vea", "ver", "vide", "veja", "antwoord", "reactie", "opmerking", "zie", "rispost", "rispond",
        "vedi", "svar", "svaren", "kommentti", "vastau", "odpowied", "odpověd", "ответ",
    ]

    /// Where answers stand, and how they are set off.
    static let answerPlaces = [
        "below", "beneath", "underneath", "in line", "in red", "in blue", "in green", "in purple", "in orange", "in pink",
        "in bold",
        "in italics", "in italic", "in colour", "in color", "in caps", "in capitals", "in capital letters", "in yellow",
        "in your mail",
        "in your email", "in your e mail", "in your message", "in the text", "in the mail", "in the email", "between the lines",
        "unten", "darunter", "im text", "in rot", "in blau", "in grün", "in lila", "in fett", "rot", "blau", "grün", "fett",
        "farbig",
        "in farbe", "kursiv", "in großbuchstaben", "in ihrer mail", "in ihrer e mail", "in ihrer nachricht", "in deiner mail",
        "in der mail", "in der e mail", "direkt in", "zwischen den zeilen", "en rouge", "en bleu", "en vert", "en gras",
        "en couleur",
        "en italique", "en majuscules", "plus bas", "en dessous", "dans le texte", "dans le corps", "dans votre mail",
        "dans votre message", "en rojo", "en azul", "en verde", "en negrita", "en color", "en cursiva", "en mayúsculas", "abajo",
        "debajo", "a continuación", "en el texto", "en su correo", "en tu correo", "in het rood", "in rood", "in het blauw",
        "in blauw",
        "in het groen", "in groen", "in kleur", "vetgedrukt", "cursief", "in hoofdletters", "onder", "onderstaand",
        "onderstaande",
        "in de tekst", "in de mail", "in je mail", "in uw mail", "tussen de regels", "em vermelho", "a vermelho", "em azul",
        "a azul",
        "em verde", "a verde", "em negrito", "a negrito", "em itálico", "em maiúsculas", "abaixo", "a seguir", "no texto",
        "no seu e mail", "in rosso", "in blu", "in verde", "in grassetto", "in corsivo", "in maiuscolo", "sotto", "nel testo",
        "nella mail", "nedan", "i rött", "i blått", "i texten", "nedenfor", "i rødt", "med rødt", "i teksten", "alla",
        "punaisella",
        "na czerwono", "níže", "červeně", "ниже", "красным",
    ]

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
