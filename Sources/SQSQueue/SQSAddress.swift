/// The functions' queues, all named alike: a queue's URL in which `{function}` stands for the function's name.
package struct SQSAddress: Sendable, Hashable {
    private let template: String

    /// - Parameter template: A value of `QUEUE_URL`.
    package init(_ template: String) { self.template = template }

    func queue(of function: String) -> String { template.replacing("{function}", with: function) }

    /// Where what the function cannot do is laid down.
    func deadLetters(of function: String) -> String { queue(of: "\(function)-dead") }
}
