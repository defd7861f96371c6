import FoundationEssentials
import HostCore
import RelayCore

/// A message as it is sent.
struct SQSEntry: Sendable, Hashable {
    let body: String
    /// For how long nobody gets it, in whole seconds.
    let delay: Int
    let note: MessageNote

    init(body: String, delay: Double = 0, note: MessageNote = MessageNote()) {
        self.body = body
        self.delay = Int(min(max(delay, 0), SQSLimits.delay).rounded(.up))
        self.note = note
    }

    /// - Returns: An event, held back until it is due, or for as long as SQS can: then whoever gets it holds it on.
    init(_ event: EncodedEvent, now: Date) {
        self.init(body: Self.text(event.bytes), delay: event.notBefore?.timeIntervalSince(now) ?? 0)
    }

    /// As SQS counts them.
    var size: Int {
        body.utf8.count + (note.text.map { $0.utf8.count + MessageNote.name.utf8.count + "String".utf8.count } ?? 0)
    }

    func json(id: String) -> JSON {
        var members = self.members
        members["Id"] = .string(id)
        return .object(members)
    }

    /// As parts of an operation's input.
    var members: JSONObject {
        var members: JSONObject = ["MessageBody": .string(body)]
        if delay > 0 { members["DelaySeconds"] = .number(JSONNumber(delay)) }
        if let text = note.text {
            members["MessageAttributes"] = [MessageNote.name: ["DataType": "String", "StringValue": .string(text)]]
        }
        return members
    }

    /// JSON without U+FFFE and U+FFFF, which SQS takes in no message; in JSON they stand in texts alone, and can be written otherwise.
    ///
    /// Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    private static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.unicodeScalars.contains(where: { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" }) else { return text }
        var written = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{FFFE}": written.append(contentsOf: "\\ufffe".unicodeScalars)
            case "\u{FFFF}": written.append(contentsOf: "\\uffff".unicodeScalars)
            default: written.append(scalar)
            }
        }
        return String(written)
    }
}
