import Deployment
import FoundationEssentials
import HostCore
import HostSurface
import HostWorkers
import Logging
import RelayCore
import SQSQueue

/// What the function says of an invocation, as Lambda takes it.
struct LambdaHandler: Sendable {
    private let prepared: PreparedFunction
    private let routes: RouteTable<String>
    private let requests: RequestPerformer
    private let events: EventPerformer
    private let queued: QueuedWork

    /// What is left of Lambda's time, in seconds: a worker that hangs is killed, and the answer is given.
    private static let margin: Double = Workers.grace + 0.5
    /// What is left of that for putting a message of a queue back, in seconds.
    private static let settling: Double = 0.5
    /// With less time than that no message of a batch is begun, in seconds: it comes again, instead of all of them.
    private static let shortest: Double = 1

    init(_ prepared: PreparedFunction) throws {
        self.prepared = prepared
        routes = try RouteTable(prepared.routes.map { ($0.route, $0.function) })
        requests = RequestPerformer(
            invoker: prepared.workers, sink: prepared.sink, observers: HostObservers(), ambient: prepared.ambient,
            logger: prepared.logger)
        events = prepared.eventPerformer(prepared.workers)
        queued = prepared.queuedWork
    }

    func handle(_ invocation: LambdaInvocation) async -> Result<JSON, LambdaFailure> {
        do throws(LambdaFailure) {
            switch try LambdaEvent(invocation.body, organization: prepared.keys[ConfigurationKeys.organization]) {
            case .request(let request): return .success(await answer(request, invocation).lambdaJSON)
            case .records(let records): return .success(await failures(records, invocation))
            case .event(let event): return .success(try await result(event, invocation))
            }
        } catch {
            prepared.logger.error(
                "an invocation failed",
                metadata: ["request": "\(invocation.requestID)", "type": "\(error.type)", "function": "\(prepared.name)"])
            return .failure(error)
        }
    }

    private func left(_ invocation: LambdaInvocation) -> Double {
        invocation.deadline.timeIntervalSince(prepared.ambient.now()) - Self.margin
    }

    /// For how long a message may be put back: the worker has ended by then.
    private func settling(_ invocation: LambdaInvocation) -> Double {
        min(max(left(invocation) + Workers.grace, Self.settling), SQSSource.longest)
    }

    // MARK: Requests

    private func answer(_ request: LambdaRequest, _ invocation: LambdaInvocation) async -> HTTPReply {
        switch routes.find(method: request.method, path: request.path) {
        case .notFound: return HTTPReply(statusCode: 404, code: .unknownPath)
        case .methodNotAllowed(let allowed):
            return HTTPReply(
                statusCode: 405, code: .methodNotAllowed, headers: ["allow": allowed.joined(separator: ", ")])
        case .found(let function, let route, let parameters):
            let event = EncodedEvent(
                request.event(
                    id: invocation.requestID, route: route, parameters: parameters,
                    publicURL: prepared.keys[ConfigurationKeys.publicURL]))
            let span = InvocationSpan(following: invocation.traceParent, of: event.key, unique: "")
            return await requests.perform(event, function, span, within: left(invocation), boundsSink: true)
        }
    }

    // MARK: Events

    private func result(_ event: RelayEvent, _ invocation: LambdaInvocation) async throws(LambdaFailure) -> JSON {
        var event = event
        event.traceParent = event.traceParent ?? invocation.traceParent
        switch await events.perform(event, within: left(invocation)) {
        case .done(let result): return result.summary
        case .later(let code, let message, _), .refused(let code, let message): throw LambdaFailure(code, message)
        }
    }

    /// The messages that the queue keeps. SQS takes the others out.
    private func failures(_ records: [SQSMessage], _ invocation: LambdaInvocation) async -> JSON {
        let failed =
            records.contains(where: \.isOrdered)
            ? await inOrder(records, invocation) : await together(records, invocation)
        return ["batchItemFailures": .array(failed.map { ["itemIdentifier": .string($0)] })]
    }

    /// As many at once as there are workers.
    private func together(_ records: [SQSMessage], _ invocation: LambdaInvocation) async -> [String] {
        let failed = await withTaskGroup(of: (Int, Bool).self) { group in
            var failed: [Int] = []
            for (index, record) in records.enumerated() {
                if index >= prepared.concurrency, let (done, isDone) = await group.next(), !isDone { failed.append(done) }
                group.addTask { (index, await perform(record, invocation)) }
            }
            for await (done, isDone) in group where !isDone { failed.append(done) }
            return failed
        }
        return failed.sorted().map { records[$0].id }
    }

    /// One after the other; after the first that failed none is begun, and all are given back.
    private func inOrder(_ records: [SQSMessage], _ invocation: LambdaInvocation) async -> [String] {
        for (index, record) in records.enumerated() {
            if await !perform(record, invocation) { return records[index...].map(\.id) }
        }
        return []
    }

    /// - Returns: Whether the queue need not give it again.
    private func perform(_ message: SQSMessage, _ invocation: LambdaInvocation) async -> Bool {
        let left = left(invocation) - Self.settling
        var source: SQSSource?
        if case .sqs(let queue) = prepared.queue { source = queue }
        guard left >= Self.shortest else {
            prepared.logger.warning("a message was not begun: there is no time left", metadata: ["messageId": "\(message.id)"])
            return await source?.giveBack(message, within: settling(invocation)) ?? false
        }
        let result = await queued.result(of: message, traceParent: invocation.traceParent, within: left)
        if let source { return await source.settle(message, result, within: settling(invocation)) }
        if case .done = EventVerdict(result) { return true }
        return false
    }
}
