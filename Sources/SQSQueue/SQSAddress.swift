/// The functions' queues, all named alike: a queue's URL in which `{function}` stands for the function's name.
package struct SQSAddress: Sendable, Hashable {
    private let template: String

    /// - Parameter template: A value of `QUEUE_URL`.
    package init(_ template: String) { self.template = template }

    func queue(of function: String) -> String { template.replacing("{function}", with: function) }

    /// Of the queues, where AWS's own address says it: `https://sqs.eu-west-1.amazonaws.com/…`. It is also what signs the calls.
    /// Source: https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
    package var region: String? {
        let labels = template.split(separator: "/").dropFirst().first?.split(separator: ".") ?? []
        guard labels.count >= 4, labels[0] == "sqs", labels[2] == "amazonaws" else { return nil }
        return String(labels[1])
    }

    /// Where what the function cannot do is laid down.
    func deadLetters(of function: String) -> String { queue(of: "\(function)-dead") }
}
