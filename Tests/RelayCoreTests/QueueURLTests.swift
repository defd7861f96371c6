import RelayCore
import TestSupport
import Testing

@Suite("What QUEUE_URL names")
struct QueueURLTests {
    struct Row: NamedCase {
        let name: String
        let text: String
        let url: QueueURL?

        init(_ name: String, _ text: String, _ url: QueueURL?) {
            self.name = name
            self.text = text
            self.url = url
        }
    }

    @Test(
        "A database, or queues with a place for the function's name; nothing else",
        arguments: [
            Row("a database", "postgres://relay@db.example.com/relay", .postgres("postgres://relay@db.example.com/relay")),
            Row("the other scheme", "postgresql:///relay", .postgres("postgresql:///relay")),
            Row("a scheme alone", "postgres://", nil),
            Row(
                "queues", "https://sqs.example.com/123456789012/relay-{function}",
                .sqs("https://sqs.example.com/123456789012/relay-{function}")),
            Row("one queue for all", "https://sqs.example.com/123456789012/relay", nil),
            Row("two places", "https://sqs.example.com/{function}/relay-{function}", nil),
            Row("queues with an order", "https://sqs.example.com/123456789012/relay-{function}.fifo", nil),
            Row("a file", "sqlite:queue.sqlite", nil), Row("another service", "amqp://mq.example.com/{function}", nil),
            Row("what only begins so", "postgres-like", nil),
        ])
    func reads(_ row: Row) { #expect(QueueURL(row.text) == row.url) }
}
