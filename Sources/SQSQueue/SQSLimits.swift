/// What SQS takes at most.
///
/// Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
enum SQSLimits {
    /// Messages of one batch.
    static let batchCount = 10
    /// Of one message with its attributes, and of all messages of one batch: 1 MiB.
    static let bytes = 1_048_576
    /// Of an event: what ``MessageNote`` adds must fit beside it, also when the event is put back or goes to the dead letters.
    static let eventBytes = bytes - 1024
    /// How long a message may be held back when it is sent, in seconds.
    static let delay: Double = 900
    /// How long a message may be hidden, in seconds.
    static let visibility: Double = 43_200
}
