import Foundation
import HubSpotAPI
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

let base = "https://api.example.com"

/// A client that logs nowhere and whose waits take no time.
func client(
    _ transport: StubTransport, edition: HubSpotEdition = .v3, tokens: [String] = ["token-one"], clock: TestClock = TestClock(),
    memory: PortalMemory = PortalMemory(), sharedLimits: (any SharedRateLimits)? = nil, deadline: Date? = nil,
    trace: InvocationTrace = InvocationTrace(),
    logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
) -> HubSpotClient {
    HubSpotClient(
        transport: transport, settings: .init(baseURL: base, edition: edition, accessTokens: tokens.map(Secret.init)),
        ambient: clock.ambient, logger: logger, memory: memory, sharedLimits: sharedLimits,
        deadline: deadline, trace: trace)
}

/// A JSON file of the folder Fixtures.
func fixture(_ name: String) throws -> JSON {
    try FixtureFile(name, in: .module).json
}

/// The error that a call ends with; a call that succeeds fails the test.
func failure<Value>(_ call: () async throws(HubSpotError) -> Value) async throws -> HubSpotError {
    do throws(HubSpotError) {
        _ = try await call()
    } catch {
        return error
    }
    Issue.record("the call succeeded")
    throw CancellationError()
}

/// What a logger wrote.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) { lines.withLock { $0.append(line) } }
}
