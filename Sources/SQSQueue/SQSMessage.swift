import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// A message as SQS gives it: to Lambda in a batch, or to whoever asks for it.
package struct SQSMessage: Sendable {
    package let id: String
    /// Names this delivery of it.
    let receipt: String
    let body: String
    /// How often the queue has given it, this time included.
    package let receives: Int
    /// Its queue keeps an order (FIFO).
    package let isOrdered: Bool
    /// When its event was first sent; nil where the queue does not say.
    let queued: Date?
    private let note: MessageNote

    /// The messages of an invocation.
    ///
    /// Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    package static func records(_ json: JSON) throws(FieldError) -> [SQSMessage] {
        var messages: [SQSMessage] = []
        for (index, record) in (json["Records"]?.array ?? []).enumerated() {
            let reader = try ObjectReader(record, path: "Records[\(index)]")
            messages.append(
                SQSMessage(
                    id: try reader.string("messageId"), receipt: try reader.optionalString("receiptHandle"),
                    body: try reader.optionalString("body"), attributes: record["attributes"],
                    note: record["messageAttributes"]?[MessageNote.name]?["stringValue"]))
        }
        return messages
    }

    /// The messages of an answer to ReceiveMessage.
    static func received(_ json: JSON) throws(FieldError) -> [SQSMessage] {
        var messages: [SQSMessage] = []
        for (index, message) in (json["Messages"]?.array ?? []).enumerated() {
            let reader = try ObjectReader(message, path: "Messages[\(index)]")
            messages.append(
                SQSMessage(
                    id: try reader.string("MessageId"), receipt: try reader.optionalString("ReceiptHandle"),
                    body: try reader.optionalString("Body"), attributes: message["Attributes"],
                    note: message["MessageAttributes"]?[MessageNote.name]?["StringValue"]))
        }
        return messages
    }

    private init(id: String, receipt: String?, body: String?, attributes: JSON?, note: JSON?) {
        self.id = id
        self.receipt = receipt ?? ""
        self.body = body ?? ""
        receives = min(max(1, attributes?["ApproximateReceiveCount"]?.string.flatMap { Int($0) } ?? 1), MessageNote.most)
        // A group alone says nothing: queues without an order have groups too.
        // Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
        isOrdered = attributes?["SequenceNumber"]?.string != nil
        let note = MessageNote(note?.string)
        self.note = note
        queued = note.queued ?? attributes?["SentTimestamp"]?.string.flatMap { Int($0) }.map(Timestamp.date(milliseconds:))
    }

    /// The event in it, or why there is none.
    package var event: Result<RelayEvent, InvocationInputError> {
        do throws(InvocationInputError) {
            return .success(try InvocationInput(body.utf8).event)
        } catch {
            return .failure(error)
        }
    }

    /// What came of earlier deliveries. A message that was given, and was neither taken out nor put back, had a fault, or who had it
    /// died over it.
    package var tries: DeliveryTries {
        DeliveryTries(faults: note.tries.faults + receives - 1, wait: receives == 1 ? note.tries.wait : nil)
    }

    /// Whether the queue itself will say so when it gives the message the next time.
    func says(_ tries: DeliveryTries) -> Bool { tries == DeliveryTries(faults: note.tries.faults + receives) }
}
