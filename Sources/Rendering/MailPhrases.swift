/// What mail programs write around quoted and forwarded messages, in the languages they are mostly set to: English, German,
/// French, Spanish, Italian, Dutch, Portuguese, Swedish, Danish, Norwegian, Polish, Finnish, Czech, Russian, Japanese and
/// Chinese. Data, all in lower case.
enum MailPhrases {
    // MARK: On … wrote:

    /// Words for “wrote”.
    static let wrote: Set<String> = [
        "wrote", "writes", "schrieb", "geschrieben", "écrit", "escribió", "escribio", "scritto", "schreef", "geschreven",
        "escreveu", "skrev", "kirjoitti", "napisał", "napisała", "napisał(a", "pisze", "napsal", "napsala", "написал", "написала",
        "пишет",
    ]
    /// The same where words are not set apart by spaces.
    static let wroteUnspaced = ["写道", "寫道", "のメール", "書きました"]

    /// How the introduction begins.
    static let openings: Set<String> = [
        "on", "am", "le", "el", "il", "em", "op", "den", "på", "dne", "w", "dnia", "le", "no", "kl",
    ]

    /// Short and long names of days, as introductions begin with them.
    static let weekdays: Set<String> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday", "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie",
        "sáb", "dom", "gio", "sab", "ma", "wo", "vr", "za", "zo", "seg", "ter", "qua", "qui", "sex", "mån", "tis", "ons", "tors",
        "fre", "lör", "sön", "man", "tir", "lør", "søn", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "ke", "to", "pe", "la",
        "su", "ti", "po", "út", "st", "čt", "pá", "ne", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
    ]

    /// Words by which people, not programs, say who wrote.
    static let persons: Set<String> = [
        "i", "we", "you", "your", "my", "our", "he", "she", "they", "ich", "wir", "ihr", "mein", "meine", "je", "j'ai", "nous",
        "vous", "votre", "yo", "nosotros", "usted", "ustedes", "mio", "voi", "eu", "você", "vocês", "ik", "wij", "jullie",
        "mijn", "jag", "jeg", "dere", "minä", "te", "já", "ja", "wy", "я", "мы", "вы", "ваш",
    ]

    /// Words that are part of no name when they are written small: whose colleague it was that wrote.
    static let possessives: Set<String> = [
        "your", "my", "our", "their", "ihr", "ihre", "ihrem", "ihren", "ihrer", "dein", "deine", "deinem", "deiner", "euer",
        "eure",
        "eurem", "mein", "meine", "unser", "unsere", "votre", "vos", "mon", "notre", "vuestro", "vuestra", "nuestro", "nuestra",
        "mi",
        "uw", "jouw", "mijn", "onze", "seu", "sua", "meu", "minha", "vosso", "vossa", "vostro", "vostra", "mio", "mia", "nostro",
        "nostra",
    ]
    /// The same where a language writes them with a capital in letters.
    static let capitalPossessives: Set<String> = [
        "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Dein", "Deine", "Deinem", "Deiner", "Euer", "Eure", "Eurem", "Uw", "Ваш",
        "Ваша",
    ]
    /// A person writes that “the courier” wrote, a program who it was. Not those that stand in dates, too.
    static let articles: Set<String> = [
        "the", "an", "der", "die", "das", "ein", "eine", "un", "une", "les", "los", "een", "het", "una", "uno", "gli", "os",
    ]

    // MARK: Headers

    static let headers: [String: MailHeaders.Kind] = {
        let labels: [(MailHeaders.Kind, [String])] = [
            (
                .from,
                [
                    "from", "von", "de", "da", "van", "från", "fra", "od", "lähettäjä", "от", "от кого", "отправитель", "差出人",
                    "送信者",
                    "发件人", "寄件者", "寄件人",
                ]
            ),
            (
                .date,
                [
                    "sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "enviado", "enviado el", "enviada", "enviada em",
                    "enviado em", "fecha", "inviato", "data", "verzonden", "skickat", "sendt", "dato", "wysłano", "lähetetty",
                    "päivämäärä", "päiväys", "odesláno", "отправлено", "дата", "送信日時", "日付", "发送时间", "日期", "寄件日期", "傳送時間",
                ]
            ),
            (
                .to,
                [
                    "to", "an", "à", "a", "para", "per", "aan", "till", "til", "do", "komu", "vastaanottaja", "кому", "宛先", "收件人",
                    "收件者",
                ]
            ),
            (
                .subject,
                [
                    "subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "assunto", "ämne", "emne", "temat", "aihe",
                    "předmět", "тема", "件名", "主题", "主旨",
                ]
            ),
            (.copy, ["cc", "bcc", "kopie", "kopia", "kopi", "копия", "抄送", "副本"]),
        ]
        let pairs = labels.flatMap { kind, names in names.map { ($0, kind) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()

    // MARK: Between dashes

    static let originalMessage: Set<String> = [
        "original message", "original appointment", "reply message", "ursprüngliche nachricht", "originalnachricht",
        "original-nachricht", "ursprünglicher termin", "message d'origine", "message d’origine", "message original",
        "mensaje original", "messaggio originale", "oorspronkelijk bericht", "origineel bericht", "mensagem original",
        "ursprungligt meddelande", "originalmeddelande", "oprindelig meddelelse", "original meddelelse", "opprinnelig melding",
        "original melding", "wiadomość oryginalna", "oryginalna wiadomość", "alkuperäinen viesti", "původní zpráva",
        "původní e-mail", "исходное сообщение", "исходное письмо", "оригинальное сообщение", "元のメッセージ", "原始邮件", "原邮件",
        "原始郵件", "原始訊息",
    ]

    static let forwarded: Set<String> = [
        "forwarded message", "forwarded mail", "begin forwarded message", "weitergeleitete nachricht", "weitergeleitete e-mail",
        "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail", "message transféré", "message réexpédié",
        "début du message transféré", "début du message réexpédié", "mensaje reenviado", "inicio del mensaje reenviado",
        "messaggio inoltrato", "inizio messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht",
        "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada",
        "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt meddelelse", "videresendt melding",
        "videresendt besked", "wiadomość przekazana", "przekazana wiadomość", "przesłana wiadomość dalej",
        "treść przekazanej wiadomości", "välitetty viesti", "edelleenlähetetty viesti", "přeposlaná zpráva",
        "пересылаемое сообщение", "переадресованное сообщение", "пересланное сообщение", "начало переадресованного сообщения",
        "転送メッセージ", "転送されたメッセージ", "转发的邮件", "转发邮件", "轉寄郵件",
    ]

    /// In subjects. `vs` is the Danish one; that it is the Finnish “re” leaves a quote uncut there.
    static let forwardPrefixes: Set<String> = [
        "fw", "fwd", "wg", "tr", "rv", "i", "enc", "vb", "vs", "vl", "pd", "doorst", "転送", "转发", "轉寄", "пересл",
    ]

    // MARK: Signatures

    /// Before a telephone number.
    static let telephones: Set<String> = [
        "tel", "phone", "telephone", "telefon", "telefono", "teléfono", "telefone", "telefoon", "téléphone", "tél", "fon", "ph",
        "t",
        "p", "m", "f", "mobile", "mobil", "móvil", "mob", "cell", "handy", "fax", "tlf", "puh", "gsm", "whatsapp", "тел",
    ]

    // MARK: Footers of telephones

    static let footerStarts = [
        "sent from", "sent via", "sent with", "get outlook for", "gesendet von", "gesendet mit", "von meinem",
        "diese nachricht wurde",
        "holen sie sich outlook", "laden sie outlook", "outlook für", "envoyé de", "envoyé depuis", "envoyé à partir",
        "télécharger outlook", "obtenir outlook", "obtenez outlook", "enviado desde", "enviado do", "enviado de",
        "enviado a partir",
        "obtener outlook", "descargar outlook", "obter o outlook", "obtenha o outlook", "baixar o outlook", "inviato da",
        "inviato dal", "scarica outlook", "ottieni outlook", "verzonden vanaf", "verstuurd vanaf", "verzonden met",
        "download outlook", "outlook voor", "skickat från", "hämta outlook", "skaffa outlook", "sendt fra", "hent outlook",
        "få outlook", "skaff deg outlook", "wysłane z", "wysłano z", "pobierz program outlook", "pobierz outlook", "lähetetty",
        "hanki outlook", "odesláno z", "odesláno ze", "získat outlook", "отправлено с", "отправлено из", "получить outlook",
        "скачать outlook", "发自我的", "從我的", "寄自我的", "从我的", "获取 outlook",
    ]

    static let footerEnds = ["gesendet", "から送信", "发送", "傳送", "beziehen", "downloaden", "ophalen"]

    /// What a footer names.
    static let devices = [
        "iphon", "ipad", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "oneplus", "pixel", "blackberry", "nokia",
        "windows", "outlook", "yahoo", "proton", "gmx", "web.de", "mail app", "mobile", "mobil", "móvil", "celular", "telefon",
        "telefoon", "téléphone", "puhelin", "smartphone", "handy", "tablet", "apple watch",
    ]
}
