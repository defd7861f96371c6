import FoundationEssentials
import HostCore
import Logging
import RelayCore
import ServiceLifecycle
import Synchronization

/// Sends the spans of what happens at a host to a collector, as OTLP in JSON over HTTP. Never in the way of delivery: spans wait in
/// a buffer, and what it does not hold is dropped and counted.
final class TraceExporter: HostObserver, Service {
    private let settings: TraceSettings
    private let transport: any HTTPTransport
    private let ambient: Ambient
    private let logger: Logger
    private let buffer = Mutex(SpanBuffer())
    private let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// The longest that a span waits, in seconds, while the collector takes them.
    private static let interval: Double = 5
    /// For one request, in seconds.
    private static let timeout: Double = 10

    init(_ settings: TraceSettings, transport: any HTTPTransport, ambient: Ambient, logger: Logger) {
        self.settings = settings
        self.transport = transport
        self.ambient = ambient
        self.logger = logger
    }

    var dropped: Int { buffer.withLock { $0.dropped } }

    func invocationEnded(_ record: InvocationRecord) {
        let spans = OTLPSpan.all(of: record)
        if buffer.withLock({ $0.add(spans) }) { signal.yield() }
    }

    func eventUnrouted(_ type: String) {}
    func duplicatesAdded(_ count: Int) {}
    func requestRefused(_ code: ReasonCode) {}

    // MARK: Sending

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.sendAll() }
        // What the last deliveries left.
        await flush()
    }

    private func sendAll() async {
        let clock = Task {
            while !Task.isCancelled {
                await ambient.sleep(Self.interval)
                signal.yield()
            }
        }
        defer { clock.cancel() }
        var isWell = true
        for await _ in signals {
            let wasWell = isWell
            isWell = await flush()
            if wasWell, !isWell { logger.warning("the collector of traces does not take spans") }
        }
    }

    /// Until nothing waits.
    /// - Returns: False where the collector did not take all.
    @discardableResult
    func flush() async -> Bool {
        while case let spans = buffer.withLock({ $0.take() }), !spans.isEmpty {
            let call = HTTPCall(
                method: "POST", url: settings.url, headers: [("content-type", "application/json")] + settings.headers,
                body: body(spans).canonicalBytes, timeout: Self.timeout, isWrite: true)
            let status = try? await transport.send(call).status
            switch status {
            case .some(200..<300): continue
            // As the protocol has it, these are worth another try, and so is no answer.
            case nil, 429, 502, 503, 504: buffer.withLock { $0.giveBack(spans) }
            default: buffer.withLock { $0.drop(spans) }
            }
            return false
        }
        return true
    }

    private func body(_ spans: [OTLPSpan]) -> JSON {
        let resource = OTLPSpan.attributes([
            ("service.name", .string(settings.serviceName)), ("service.version", .string(RelayVersion.text)),
        ])
        let scope: JSON = ["name": "deskrelay", "version": .string(RelayVersion.text)]
        return [
            "resourceSpans": [
                ["resource": ["attributes": resource], "scopeSpans": [["scope": scope, "spans": .array(spans.map(\.json))]]]
            ]
        ]
    }
}
