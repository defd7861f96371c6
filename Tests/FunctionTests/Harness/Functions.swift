import Conversations
import Logging
import RelayCore

@testable import ai_reply_post
@testable import ai_turn
@testable import handoff_comment
@testable import message_route
@testable import session_control
@testable import thread_sweep
@testable import ticket_property_mirror

/// Every function that talks to the outside, over one set of services; an event goes to the one that takes it.
struct Functions: EventRunner {
    private let all: [(description: FunctionDescription, function: any RelayFunction)]

    /// - Parameter engines: By organization; nil: the configured ones.
    init(_ services: FunctionServices, engines: [String: any AnswerEngine]? = nil) throws {
        func live<F: LiveFunction>(_ function: F) -> (FunctionDescription, any RelayFunction) {
            (F.description, OnceForEach(function, services))
        }
        all = [
            live(MessageRoute(services)), live(try engines.map(AITurn.init(engines:)) ?? AITurn(services)),
            live(SessionControl(services)), live(AIReplyPost(services)), live(HandoffComment(services)),
            live(TicketPropertyMirror(services)), live(ThreadSweep(services)),
        ]
    }

    /// The name of the function that takes the event; nil where none does.
    func taker(of event: RelayEvent) -> String? {
        all.first { $0.description.takes.contains { $0.matches(event.type) } }?.description.name
    }

    func run(_ event: RelayEvent, by function: String) async throws -> FunctionResult? { await handle(event) }

    func handle(_ event: RelayEvent, _ context: InvocationContext = Stage.context) async -> FunctionResult {
        guard let taker = all.first(where: { $0.description.takes.contains { $0.matches(event.type) } }) else {
            return .failed(.unexpectedType, "no function takes \(event.type)")
        }
        return await FunctionResult.of { try await taker.function.handle(event, context) }
    }
}
