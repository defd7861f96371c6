import RelayCore
import Synchronization

@testable import SQSQueue

/// SQS as a test says: notes what is asked of it, and answers.
final class ScriptedSQS: SQSCaller {
    struct Call: Sendable, Hashable {
        let operation: String
        let input: JSON
        /// What the call may take.
        let seconds: Double

        /// The last part of the queue's URL.
        var queue: String { input["QueueUrl"]?.string?.split(separator: "/").last.map(String.init) ?? "" }
        var entries: [JSON] { input["Entries"]?.array ?? [] }
    }

    struct Down: Error, CustomStringConvertible {
        let description = "AWS gave no answer"
    }

    static let address = SQSAddress("https://sqs.example.com/123456789012/relay-{function}")

    private let noted = Mutex<[Call]>([])
    private let answer: @Sendable (Call, _ number: Int) async throws -> JSON

    /// - Parameter answer: Gets the call, and how many there were of its operation, this one included.
    init(_ answer: @escaping @Sendable (Call, _ number: Int) async throws -> JSON = { call, _ in ScriptedSQS.taken(call) }) {
        self.answer = answer
    }

    var calls: [Call] { noted.withLock { $0 } }

    func calls(of operation: String) -> [Call] { calls.filter { $0.operation == operation } }

    func call(_ operation: String, _ input: JSON, within seconds: Double) async throws -> JSON {
        let call = Call(operation: operation, input: input, seconds: seconds)
        let number = noted.withLock { calls in
            calls.append(call)
            return calls.count { $0.operation == operation }
        }
        return try await answer(call, number)
    }

    /// Does what is asked.
    static func done(_ call: Call) -> JSON { call.operation == "SendMessage" ? ["MessageId": "m-9"] : [:] }

    /// Takes a batch but for some.
    static func taken(_ call: Call, except refused: [String: Bool] = [:]) -> JSON {
        let ids = call.entries.compactMap { $0["Id"]?.string }
        return [
            "Successful": .array(ids.filter { refused[$0] == nil }.map { ["Id": .string($0), "MessageId": .string("m-\($0)")] }),
            "Failed": .array(
                ids.filter { refused[$0] != nil }.map {
                    ["Id": .string($0), "Code": "InternalError", "SenderFault": .bool(refused[$0] ?? false)]
                }),
        ]
    }
}
