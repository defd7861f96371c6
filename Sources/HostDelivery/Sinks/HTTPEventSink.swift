import FoundationEssentials
import HostCore
import RelayCore

/// Sends events to one address, in the binary mode of CloudEvents' HTTP binding: to a broker, to another host, to whatever stores
/// them before it answers 2xx.
///
/// HTTP has no all or nothing: where one of several events is not taken, none counts, and those that were taken are sent again
/// with their cause. Whoever takes them knows them by source and id.
package struct HTTPEventSink: EventSink {
    private let url: String
    private let extensions: [String: String]
    private let key: Secret?
    private let transport: any HTTPTransport
    private let ambient: Ambient

    /// How many are sent at once.
    private static let mostAtOnce = 8
    /// For one event, in seconds.
    private static let timeLimit: Double = 10

    /// - Parameters:
    ///   - extensions: Attributes that every event gets, also in the place of its own.
    ///   - key: Sent as a bearer key.
    package init(
        url: String, extensions: [String: String] = [:], key: Secret? = nil, transport: any HTTPTransport, ambient: Ambient
    ) {
        self.url = url
        self.extensions = extensions
        self.key = key
        self.transport = transport
        self.ambient = ambient
    }

    /// Who takes what is for the other side to know.
    package func takes(_ type: String) -> Bool { true }

    package func accept(_ events: [EncodedEvent]) async throws {
        if events.isEmpty { return }
        // In a task of its own: who is cancelled does not leave it half done.
        try await Task { try await sendAll(events) }.value
    }

    private func sendAll(_ events: [EncodedEvent]) async throws {
        let calls = try events.map(call)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, call) in calls.enumerated() {
                if index >= Self.mostAtOnce { _ = try await group.next() }
                group.addTask { try await send(call) }
            }
            try await group.waitForAll()
        }
    }

    private func call(_ event: EncodedEvent) throws -> HTTPCall {
        let message = try event.binaryMode(adding: extensions)
        var headers = message.headers
        if let key { headers.append(("authorization", "Bearer \(key.reveal())")) }
        // Sending one twice does nothing twice, so a kept connection may be used.
        return HTTPCall(
            method: "POST", url: url, headers: headers, body: message.body, timeout: Self.timeLimit, isWrite: false)
    }

    private func send(_ call: HTTPCall) async throws(SinkError) {
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try await transport.send(call)
        } catch {
            throw SinkError(.storeUnavailable, "K_SINK: \(error.kind.rawValue)")
        }
        guard (200...299).contains(answer.status) || answer.saysUnrouted else {
            throw SinkError(
                .storeUnavailable, "K_SINK answered \(answer.status)",
                retryAfterSeconds: answer.headers["retry-after"].flatMap(retryAfter))
        }
    }

    /// Seconds or a date. Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    private func retryAfter(_ text: String) -> Int? {
        if let seconds = Double(text) { return seconds >= 0 ? WaitTime.seconds(seconds) : nil }
        return HTTPDate.parse(text).map { WaitTime.seconds($0.timeIntervalSince(ambient.now())) }
    }
}

extension HTTPAnswer {
    /// A host of ours has no function for events of this type. So it is with some, `session.updated` for one, and none of them is lost.
    fileprivate var saysUnrouted: Bool {
        status == 422 && (try? JSON.parse(body))?["code"]?.string == ReasonCode.unrouted.rawValue
    }
}
