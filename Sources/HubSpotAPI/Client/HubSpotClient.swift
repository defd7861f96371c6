import FoundationEssentials
import Logging
import RelayCore

/// Typed calls of HubSpot's API over a transport.
package struct HubSpotClient: Sendable {
    package struct Settings: Sendable {
        package var baseURL: String
        package var edition: HubSpotEdition
        /// In the order they are tried; a second one during rotation.
        package var accessTokens: [Secret]
        /// Seconds for one request.
        package var requestTimeout: Double
        package var retry: RetryPolicy

        package init(
            baseURL: String, edition: HubSpotEdition, accessTokens: [Secret], requestTimeout: Double = 15,
            retry: RetryPolicy = RetryPolicy()
        ) {
            self.baseURL = baseURL
            self.edition = edition
            self.accessTokens = accessTokens
            self.requestTimeout = requestTimeout
            self.retry = retry
        }

        /// Without a slash at its end.
        var base: String { baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL }
    }

    package let settings: Settings
    let paths: HubSpotPaths
    let transport: any HTTPTransport
    let ambient: Ambient
    let logger: Logger
    let memory: PortalMemory
    private let sharedLimits: (any SharedRateLimits)?
    /// Every call, with its tries and waits, has ended by then; nil for no limit.
    let deadline: Date?
    let trace: InvocationTrace

    /// - Parameters:
    ///   - memory: What is known of the portal from earlier calls; shared by every client of one portal.
    ///   - sharedLimits: What other processes know of the portal's rate limits; nil: nothing is asked of them.
    ///   - deadline: No call goes on, and none is begun, after that.
    ///   - trace: Is told of every request.
    package init(
        transport: any HTTPTransport, settings: Settings, ambient: Ambient, logger: Logger,
        memory: PortalMemory = PortalMemory(), sharedLimits: (any SharedRateLimits)? = nil, deadline: Date? = nil,
        trace: InvocationTrace = InvocationTrace()
    ) {
        self.transport = transport
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
        self.memory = memory
        self.sharedLimits = sharedLimits
        self.deadline = deadline
        self.trace = trace
        paths = HubSpotPaths(edition: settings.edition)
    }

    /// The same, for calls that may take so many seconds together.
    package func hurried(_ seconds: Double) -> HubSpotClient {
        let end = ambient.now() + seconds
        return HubSpotClient(
            transport: transport, settings: settings, ambient: ambient, logger: logger, memory: memory,
            sharedLimits: sharedLimits, deadline: deadline.map { min($0, end) } ?? end, trace: trace)
    }

    var rateLimits: CommonRateLimits {
        CommonRateLimits(limiter: memory.limiter, shared: sharedLimits, clock: ambient.now, logger: logger)
    }

    static let userAgent = "DeskRelay/\(RelayVersion.text)"

    /// Reads an answer; a field that is not as documented becomes an error that names it.
    /// - Parameter isWrite: Whether it answers a write, which HubSpot may have done whatever it says of it.
    func read<Value>(
        _ operation: String, isWrite: Bool = false, _ decode: () throws(FieldError) -> Value
    ) throws(HubSpotError) -> Value {
        do throws(FieldError) {
            return try decode()
        } catch {
            throw HubSpotError(isWrite ? .ambiguous : .unexpectedAnswer, operation: operation, detail: error.description)
        }
    }

    /// The elements of a list that was answered. An answer without them is not taken for an empty list: what is looked for
    /// may be there, and would be written a second time.
    /// - Throws: `unavailable`: it is worth asking again.
    func results(_ operation: String, _ answer: JSON) throws(HubSpotError) -> [JSON] {
        guard let results = answer["results"]?.array else {
            throw HubSpotError(.unavailable, operation: operation, detail: "the answer has no results")
        }
        return results
    }
}
