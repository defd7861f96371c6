import RelayCore

/// What keeps the AI from talking to programs, and from talking for ever.
extension DecisionCase {
    private static let customer = "casey@customer.example"
    /// Long enough that no person writes it twice to the letter.
    private static let notice = "Thank you for your message. Your request has been received and will be handled."

    private static func mail(_ subject: String?, from address: String = customer) -> [ItemSample] {
        [.email(address, subject: subject)]
    }

    /// Our mail, and what came back.
    private static func answer(to ours: String, _ subject: String) -> [ItemSample] {
        var mail = ItemSample.ours(id: "r1")
        mail.subject = ours
        return [mail, .email(customer, subject: subject)]
    }

    static let automaticMail: [DecisionCase] = {
        let subjects = [
            "Automatic reply: Your order", "AUTOMATIC REPLY: Your order", "Out of Office", "Out of office: back on Monday",
            "Auto-Reply: hello", "Abwesenheitsnotiz: Ihre Bestellung", "Automatische Antwort: Ihre Bestellung", "Abwesend",
            "Abwesend : bis Montag", "Réponse automatique : commande", "Absence : de retour lundi",
            "Respuesta automática: pedido", "Ausente: hasta el lunes", "Risposta automatica: ordine",
            "Automatisch antwoord: order",
            "Afwezig: tot maandag", "Resposta automática: pedido", "Autosvar: order", "Automaattinen vastaus: tilaus",
            "Automatyczna odpowiedź: zamówienie", "Автоматический ответ: заказ", "自動返信: 注文", "自动回复: 订单",
            "Undeliverable: Your order", "Delivery Status Notification (Failure)", "Mail delivery failed: returning message",
            "Unzustellbar: Ihre Bestellung", "Out of Office Re: Your order", "Out of Office AutoReply: Your order",
            "Out of the office.", "Absence: Re: commande", "Absent : de retour lundi", "Absent", "Afwezig: Re: bestelling",
            "Onbestelbaar: Re: bestelling", "No se puede entregar: RE: pedido", "Failure notice", "DELIVERY FAILURE",
            "Undelivered Mail Returned to Sender", "Out of Office until 5 December Re: Order",
            "Out of office (returning Dec 5): Re: Order", "Out of office - Casey Customer",
            "Out of the office from 1 to 5 December",
            "Abwesenheitsnotiz vom 23.11. bis 5.12.", "Automatische Antwort auf Ihre Nachricht", "Auto-Reply (Casey Customer)",
            "Réponse automatique - Absence", "Fuera de la oficina hasta el 5 de diciembre", "自動返信メール",
            "Fuori ufficio, Casey RE: ordine", "Poza biurem, Casey ODP: zamówienie", "Automatic reply - Your order",
            "Automatic reply [Your order]", "[Auto-Reply] Your order", "【自動返信】ご注文", "自动答复: 订单", "自动答复：订单",
            "Fuori sede: ordine", "AUTO: Casey Customer is out of the office (returning 11/10/2025)",
            "AUTO: Casey Customer ist außer Haus (Rückkehr am 10.11.2025)", "Auto: Re: Your order", "Read: Re: Your order",
            "Gelesen: AW: Ihre Bestellung", "Read receipt: Your order", "Lesebestätigung: Ihre Bestellung",
            "Return Receipt (displayed) - Your order", "Delivery status notification", "Returned mail: Host unknown",
            "Returned mail", "Automatikus válasz: rendelés", "Автоматична відповідь: замовлення", "Αυτόματη απάντηση: παραγγελία",
            "מענה אוטומטי: הזמנה", "Otomatik yanıt: sipariş", "Răspuns automat: comandă", "자동 회신: 주문",
            "Trả lời tự động: đơn hàng", "Automatická odpoveď: objednávka", "Automatski odgovor: narudžba",
        ].map { (subject: String) in
            DecisionCase("automatic: \u{201C}\(subject)\u{201D}", mail(subject), is: .quiet(.automaticMail))
        }
        let people = [
            "Re: Automatic reply: Your order", "My automatic door does not close", "Ausente de casa mañana, ¿otra fecha?",
            "Absence of an invoice", "Office chairs", "Vacation home delivery", "", "Return of a jacket",
            "Delivery failure - order 4711", "Delivery failure: order 4711", "Onbestelbaar pakket 3SABC",
            "Onbestelbaar: pakket 3SABC", "No se puede entregar mi pedido", "Out of office delivery address",
            "Fuera de la oficina de correos", "Failure notice for my dryer", "Absent: my parcel", "Ausente: paquete 4711",
            "Automatic response of your chat", "Autoreplying chairs", "Out of office deliveries", "Vacation: two seats in Rome",
            "Non remis au voisin", "Mail delivery failed again",
            "Returned mail: order 4711", "Abwesenheit: Paket bitte zum Nachbarn", "Mail delivery failed: order 4711",
            "Auto reply not working", "Automatic reply of your shop is wrong", "Auto: my order 4711", "Auto", "Urlaub",
            "Read: my complaint", "Read this", "Gelesen: Ihre Mail zu 4711", "[Auto] delivery", "[Order 4711] automatic reply",
            "Return receipt: jacket", "Undelivered parcel", "Auto responder setup in your app",
        ].map { (subject: String) in DecisionCase("a person: \u{201C}\(subject)\u{201D}", mail(subject), is: .answer) }
        let senders = [
            "noreply@customer.example", "No-Reply@customer.example", "no_reply@customer.example",
            "do-not-reply@customer.example", "MAILER-DAEMON@mx.customer.example", "postmaster@customer.example",
            "bounces+77=casey@customer.example", "\"Casey\" <no-reply@customer.example>",
            "no-reply-orders@customer.example", "noreply123@customer.example", "donotreply.billing@customer.example",
            "notifications-noreply@customer.example", "orders_no_reply2@customer.example", "no-reply+7@customer.example",
            "MAILER-DAEMON", "Mail Delivery System <MAILER-DAEMON>",
        ].map { DecisionCase("takes no answer: \($0)", mail(nil, from: $0), is: .quiet(.automaticMail)) }
        let customers = [
            "noreplyson@customer.example", "noreplyman7@customer.example", "casey.bounce@customer.example",
            "bounce77@customer.example", "reply@customer.example", "no.replyman@customer.example",
            "casey+noreply@customer.example",
            "arno.reply@customer.example", "postmaster.casey@customer.example", "juno-reply@customer.example",
        ].map { DecisionCase("an address of a person: \($0)", mail(nil, from: $0), is: .answer) }
        let prefixes = [
            "Auto", "Abwesend", "Urlaub", "Absence", "Read", "Unzustellbar", "Onbestelbaar", "Non remis ", "Returned mail",
        ]
        let beforeOurs = prefixes.flatMap { prefix in
            [
                DecisionCase(
                    "automatic: \(prefix): and the subject of our last mail",
                    answer(to: "Re: Your order", "\(prefix): Your order"), is: .quiet(.automaticMail)),
                DecisionCase(
                    "automatic: \(prefix): and the subject of our last mail, answered",
                    answer(to: "Your order", "\(prefix): RE: your order "), is: .quiet(.automaticMail)),
            ]
        }
        return subjects + people + senders + customers + beforeOurs + [
            .init(
                "a person: a prefix before a subject that is not that of our last mail",
                answer(to: "Re: Your order", "Auto: my order 4711"), is: .answer),
            .init("a person: an answer to our last mail", answer(to: "Your order", "Re: Your order"), is: .answer),
            .init(
                "a chat has no such subjects", [ItemSample(text: "Automatic reply: Your order", subject: "Automatic reply")],
                is: .answer),
            .init(
                "the same words again after our answer",
                [
                    .email(customer, id: "m0", text: notice), .ours(id: "r1"),
                    .email(customer, text: notice.replacing(" ", with: "\n")),
                ], is: .quiet(.automaticMail)),
            .init(
                "the same words again, and we have not answered",
                [.email(customer, id: "m0", text: notice), .email(customer, text: notice)], is: .answer),
            .init(
                "the same words of another sender",
                [.email("robin@reader.example", id: "m0", text: notice), .ours(id: "r1"), .email(customer, text: notice)],
                is: .answer),
            .init(
                "the same short answer to two questions",
                [.email(customer, id: "m0", text: "Yes, please."), .ours(id: "r1"), .email(customer, text: "Yes, please.")],
                is: .answer),
            .init("an absence note of a colleague", mail("Out of office", from: "bo@team.example"), is: .quiet(.ownMailbox)),
        ]
    }()

    private static let spent: [ItemSample] = [
        ItemSample(id: "m0"), .ours(id: "r1"), .ours(id: "r2"), .ours(id: "r3"), ItemSample(),
    ]

    static let budget: [DecisionCase] = [
        .init("budget: spent", spent, policy: policy(replyBudget: 3), is: .quiet(.replyBudgetSpent)),
        .init("budget: one is left", spent, policy: policy(replyBudget: 4), is: .answer),
        .init("budget: a draft makes no loop", spent, policy: policy(assistMode: true, replyBudget: 3), is: .draft(.assistMode)),
        .init(
            "budget: a person wrote in between",
            [.ours(id: "r1"), .ours(id: "r2"), .outgoing(ThreadSample.colleague, id: "p1"), .ours(id: "r3"), ItemSample()],
            policy: policy(replyBudget: 3), is: .answer),
        .init(
            "budget: a person's reply that went out through us is a person's",
            [
                .ours(id: "r1"), .ours(id: "r2"), .outgoing(ThreadSample.colleague, id: "p1"), .ours(id: "r3"), ItemSample(),
            ], ownIDs: ["p1"], policy: policy(replyBudget: 2), is: .answer),
        .init(
            "budget: comments do not count",
            [
                ItemSample(id: "c1", type: .comment, direction: nil, appID: ThreadSample.appID),
                ItemSample(id: "c2", type: .comment, direction: nil, appID: ThreadSample.appID), ItemSample(),
            ], policy: policy(replyBudget: 1), is: .answer),
        .init(
            "budget: handed off comes first", spent, session: .handedOff, policy: policy(replyBudget: 1),
            is: .quiet(.sessionHandedOff)),
    ]

    static let reopening: [DecisionCase] = [
        .init(
            "closed, and the customer wrote after it", thread: ThreadSample(status: .closed, closedInMinute: 9), is: .answer),
        .init(
            "closed after the customer wrote", thread: ThreadSample(status: .closed, closedInMinute: 10),
            is: .quiet(.threadClosed)),
        .init(
            "closed, and nobody may open it", thread: ThreadSample(status: .closed, closedInMinute: 9),
            policy: policy(reopens: false), is: .quiet(.threadClosed)),
        .init(
            "closed on our side, and nobody may open it", session: .closed, policy: policy(reopens: false),
            is: .quiet(.sessionClosed)),
    ]

    /// The items are a minute apart, and the longest wait is a minute and a half.
    static let waiting: [DecisionCase] = [
        .init(
            "waiting: not for long yet", [ItemSample(id: "m0"), ItemSample(), ItemSample(id: "m2")], is: .quiet(.superseded),
            supersededBy: "m2"),
        .init(
            "waiting: for long enough", [ItemSample(id: "m0"), ItemSample(id: "m00"), ItemSample(), ItemSample(id: "m2")],
            is: .answer),
        .init(
            "waiting: one message of each such time is enough",
            [ItemSample(id: "a"), ItemSample(id: "b"), ItemSample(id: "c"), ItemSample(), ItemSample(id: "m2")],
            policy: policy(longestWait: 120), is: .quiet(.superseded), supersededBy: "m2"),
        .init(
            "waiting: an answer begins it anew",
            [ItemSample(id: "a"), ItemSample(id: "b"), .ours(id: "r1"), ItemSample(), ItemSample(id: "m2")],
            is: .quiet(.superseded), supersededBy: "m2"),
        .init(
            "waiting: a longer silence begins it anew",
            [ItemSample(id: "m0")] + (0..<10).map { ItemSample(id: "c\($0)", type: .comment, direction: nil) }
                + [ItemSample(), ItemSample(id: "m2")], is: .quiet(.superseded), supersededBy: "m2"),
        .init(
            "waiting: messages further apart than the longest wait",
            [ItemSample(id: "m0"), ItemSample(id: "c1", type: .comment, direction: nil), ItemSample(), ItemSample(id: "m2")],
            is: .answer),
        .init(
            "waiting: without an end",
            [ItemSample(id: "m0"), ItemSample(id: "m00"), ItemSample(), ItemSample(id: "m2")],
            policy: policy(longestWait: 0), is: .quiet(.superseded), supersededBy: "m2"),
    ]
}
