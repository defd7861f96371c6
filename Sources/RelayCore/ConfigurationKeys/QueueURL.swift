/// What `QUEUE_URL` names.
package enum QueueURL: Sendable, Hashable {
    /// A database.
    case postgres(String)
    /// Queues of SQS, with `{function}` for the name.
    case sqs(String)

    /// nil where it is none of them.
    package init?(_ text: String) {
        if PostgresScheme.all.contains(where: { text.hasPrefix($0) && text != $0 }) {
            self = .postgres(text)
            return
        }
        guard ["https://", "http://"].contains(where: { text.hasPrefix($0) }), !text.hasSuffix(".fifo"),
            text.split(separator: "{function}", omittingEmptySubsequences: false).count == 2
        else { return nil }
        self = .sqs(text)
    }
}
