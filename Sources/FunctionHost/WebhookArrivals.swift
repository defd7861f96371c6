import Foundation
import HostCore
import RelayCore
import Synchronization

/// Notes in a file when a delivery with events came last, by organization: a check in another process reads it. An empty delivery, as
/// the check itself sends one, does not count.
package final class WebhookArrivals: HostObserver {
    private let path: String
    private let noted: Mutex<[String: Date]>

    /// Seconds in which a further delivery is not noted: the file is for people.
    private static let grain: Double = 30

    /// - Parameter path: The file; it is made with the first delivery.
    init(path: String) {
        self.path = path
        noted = Mutex(Self.read(path))
    }

    /// Beside the queue.
    package static func path(queuePath: String) -> String { "\(queuePath).arrivals" }

    /// Since there is such a file; none where nothing came, or the file cannot be read.
    package static func read(_ path: String) -> [String: Date] {
        guard let bytes = FileManager.default.contents(atPath: path), let json = try? JSON.parse(Array(bytes)) else { return [:] }
        return (json.object ?? [:]).compactMapValues { $0.string.flatMap(Timestamp.parse) }
    }

    package func invocationEnded(_ record: InvocationRecord) {
        guard record.event.type == HTTPRequestEvent.type, let first = record.result.events.first,
            first.type.hasPrefix(HubSpotEvent.prefix)
        else { return }
        noted.withLock { noted in
            let last = noted[first.key.organization]
            if let last, abs(record.ended.timeIntervalSince(last)) < Self.grain { return }
            noted[first.key.organization] = record.ended
            write(noted)
        }
    }

    /// What cannot be written is not noted: the check then says that none came.
    private func write(_ noted: [String: Date]) {
        let json = JSON.object(JSONObject(noted.mapValues { JSON.string(Timestamp.rfc3339($0)) }))
        try? Data(json.canonicalBytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    package func eventUnrouted(_ type: String) {}
    package func duplicatesAdded(_ count: Int) {}
    package func requestRefused(_ code: ReasonCode) {}
}
