import FoundationEssentials
import Logging

/// Log lines on stderr: one JSON object a line, or text for people.
///
/// Messages are static and everything variable is metadata; neither ever holds a secret or customer text. What a stranger named
/// is printed without the characters that a terminal obeys.
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
        let time = Timestamp.rfc3339(now())
        let own: KeyValuePairs = ["time": time, "level": event.level.rawValue, "message": event.message.description]
        var fields: [JSONObject.Member] = []
        for (key, value) in metadata { fields.append(JSONObject.Member(key, Self.json(value))) }
        for (key, value) in event.metadata ?? [:] { fields.append(JSONObject.Member(key, Self.json(value))) }
        if asText {
            let fields = JSONObject(fields).map { "\($0.key)=\($0.value.string ?? $0.value.canonical)" }
            write(PrintedText.escaped((own.map(\.value) + fields).joined(separator: " ")) + "\n")
        } else {
            for (key, value) in own { fields.append(JSONObject.Member(key, .string(value))) }
            write(PrintedText.escaped(JSON.object(JSONObject(fields)).canonical) + "\n")
        }
    }

    private static func json(_ value: Logger.MetadataValue) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let number as Int): .number(JSONNumber(number))
        default: .string(value.description)
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
