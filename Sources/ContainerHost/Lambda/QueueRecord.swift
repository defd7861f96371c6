import HostCore
import RelayCore

/// One message of an SQS batch.
///
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
struct QueueRecord: Sendable {
    let messageID: String
    /// The message's body: an event, or why it is none.
    let event: Result<RelayEvent, InvocationInputError>
    /// How often the queue has given it, this time included.
    let receives: Int
    /// Its queue keeps an order (FIFO).
    let isOrdered: Bool

    static func all(_ json: JSON) throws(FieldError) -> [QueueRecord] {
        var records: [QueueRecord] = []
        for (index, record) in (json["Records"]?.array ?? []).enumerated() {
            records.append(try QueueRecord(try ObjectReader(record, path: "Records[\(index)]")))
        }
        return records
    }

    private init(_ reader: ObjectReader) throws(FieldError) {
        messageID = try reader.string("messageId")
        let attributes = try reader.optionalObject("attributes")?.members ?? [:]
        receives = max(1, attributes["ApproximateReceiveCount"]?.string.flatMap { Int($0) } ?? 1)
        isOrdered = attributes["MessageGroupId"]?.string != nil
        let body = try reader.optionalString("body") ?? ""
        do throws(InvocationInputError) {
            event = .success(try InvocationInput(body.utf8).event)
        } catch {
            event = .failure(error)
        }
    }

    /// What the function is told of the delivery. SQS counts waits too, and gives no more after the last.
    func facts(maximumReceives: Int) -> DeliveryFacts {
        DeliveryFacts(attempt: receives - 1, isLast: receives >= maximumReceives)
    }
}
