import HostCore
import HostWorkers
import Logging
import NIOPosix
import RelayCore

/// Takes invocations from AWS Lambda until the platform ends the container, or the task is cancelled.
package struct LambdaRuntime: Sendable {
    private let api: String
    private let settings: @Sendable () async throws -> ContainerSettings
    private let ambient: Ambient
    private let logger: Logger
    /// Between the connection, a task and the worker's pipe no thread is changed.
    private let executor = EventLoopExecutor(.singleton)

    /// How long a worker may take to end, in seconds.
    private static let stopTimeout: Double = 1

    /// - Parameters:
    ///   - api: The value of `AWS_LAMBDA_RUNTIME_API`.
    ///   - settings: Asked at the start, so that Lambda is told also of what cannot be found.
    package init(
        api: String, ambient: Ambient, logger: Logger, settings: @escaping @Sendable () async throws -> ContainerSettings
    ) {
        self.api = api
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
    }

    /// Lambda brings what SQS has. Nothing here would take an event out of a database.
    private static func faults(_ prepared: PreparedFunction) -> [ConfigurationFault] {
        guard case .postgres = prepared.queue else { return [] }
        return [
            ConfigurationFault(
                key: ConfigurationKeys.queueURL.name,
                problem: "cannot be PostgreSQL on AWS Lambda: nothing would take \(prepared.name)'s events out of it")
        ]
    }

    /// - Throws: What keeps the function from starting, after Lambda has been told; or that the Runtime API is gone.
    package func run() async throws {
        async let connection = LambdaAPI.connect(api)
        let settings: ContainerSettings
        let prepared: PreparedFunction
        let handler: LambdaHandler
        do {
            settings = try await self.settings()
            prepared = try PreparedFunction(settings, ambient: ambient, logger: logger)
            try await prepared.start(needing: Self.faults(prepared))
            handler = try LambdaHandler(prepared)
        } catch {
            // Where Lambda cannot be told, what keeps the function from starting is the error all the same.
            try? await connection.failInit(.start(error))
            throw error
        }
        let first = try await connection
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: executor) { try await serve(handler, over: first) }
                for _ in 1..<settings.lambdaConcurrency {
                    group.addTask(executorPreference: executor) {
                        try await serve(handler, over: try await LambdaAPI.connect(api))
                    }
                }
                // The end of one is the end of all: the container is not well.
                _ = try await group.next()
                group.cancelAll()
            }
        } catch {
            await prepared.workers.stop(within: Self.stopTimeout)
            if !Task.isCancelled { throw error }
            return
        }
        await prepared.workers.stop(within: Self.stopTimeout)
    }

    /// One invocation after the other. What is begun is finished and answered, also when the task is cancelled.
    private func serve(_ handler: LambdaHandler, over api: LambdaAPI) async throws {
        while !Task.isCancelled {
            let invocation = try await api.next()
            try await Task(executorPreference: executor) { try await answer(invocation, handler, over: api) }.value
        }
    }

    private func answer(_ invocation: LambdaInvocation, _ handler: LambdaHandler, over api: LambdaAPI) async throws {
        switch await handler.handle(invocation) {
        case .failure(let failure): try await api.fail(invocation.requestID, failure)
        case .success(let result):
            let status = try await api.succeed(invocation.requestID, result)
            if status == 202 { return }
            logger.error(
                "Lambda did not take the result",
                metadata: ["request": "\(invocation.requestID)", "status": "\(status)"])
            if status == 413 {
                try await api.fail(invocation.requestID, LambdaFailure(.inputTooLarge, "the result is larger than Lambda takes"))
            }
        }
    }
}
