import FoundationEssentials
import Logging

/// Log lines on stderr: one JSON object a line, or text for people.
///
/// Messages are static and everything variable is metadata; neither ever holds a secret or customer text.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata
    package var metadataProvider: Logger.MetadataProvider?
    private let asText: Bool
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    package init(
        level: Logger.Level, asText: Bool, metadata: Logger.Metadata = [:], now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        self.asText = asText
        self.metadata = metadata
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let time = Timestamp.rfc3339(now())
        if asText {
            let fields = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            write(([time, event.level.rawValue, event.message.description] + fields).joined(separator: " ") + "\n")
        } else {
            var members = all.mapValues { JSON.string($0.description) }
            members["time"] = .string(time)
            members["level"] = .string(event.level.rawValue)
            members["message"] = .string(event.message.description)
            write(JSON.object(members).canonical + "\n")
        }
    }
}

extension Logger {
    /// The logger of a process, as `LOG_LEVEL` and `LOG_FORMAT` say. There is no global logging system behind it.
    package static func relay(
        label: String, level: String, format: String, write: @escaping @Sendable (String) -> Void = StandardStreams.writeError
    ) -> Logger {
        guard let level = Logger.Level(rawValue: level) else {
            return Logger(label: label, factory: { _ in SwiftLogNoOpLogHandler() })
        }
        return Logger(label: label) { _ in
            LineLogHandler(level: level, asText: format == "text", metadata: ["function": "\(label)"], write: write)
        }
    }
}
