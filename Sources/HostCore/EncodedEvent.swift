import FoundationEssentials
import RelayCore

/// An event as a host keeps it and hands it on: the attributes that a host goes by, and the whole as bytes, which it does not
/// read again.
package struct EncodedEvent: Sendable, Hashable {
    package let key: EventKey
    package let type: String
    /// No earlier delivery than this; nil once the event has come out of a queue, which has seen to it.
    package let notBefore: Date?
    /// The event in CloudEvents' JSON format, on one line and without `attempt`: that is the queue's to say.
    package let bytes: [UInt8]

    package var id: String { key.id }

    /// An event that a queue has kept.
    package init(key: EventKey, type: String, bytes: [UInt8]) {
        self.key = key
        self.type = type
        notBefore = nil
        self.bytes = bytes
    }

    package init(_ event: RelayEvent) {
        var event = event
        event.attempt = 0
        key = event.key
        type = event.type
        notBefore = event.notBefore
        bytes = event.json.canonicalBytes
    }

    /// Reads the event that a scanner stands at: its attributes are checked, its data is only passed over.
    /// - Throws: ``ScanError``, or ``FieldError`` that names the attribute.
    init(_ scanner: inout JSONScanner) throws {
        var attributes: JSONObject = [:]
        let start = scanner.position
        try scanner.object { scanner, name in
            if name == "data" { try scanner.skip() } else { attributes[name] = try scanner.value() }
        }
        let range = start..<scanner.position
        let event = try RelayEvent(json: .object(attributes))
        key = event.key
        type = event.type
        notBefore = event.notBefore
        // Without `attempt` it can stay as it came.
        bytes =
            attributes["attempt"] == nil
            ? Array(scanner.bytes[range]) : EncodedEvent(try RelayEvent(json: JSON.parse(scanner.bytes[range]))).bytes
    }

    /// The whole event, read anew.
    package func decoded() throws -> RelayEvent { try RelayEvent(json: JSON.parse(bytes)) }

    /// The line that a worker reads: the event, how many faulty deliveries it had, and until when the work must have ended.
    package func envelope(attempt: Int, deadline: Date) -> [UInt8] {
        var line = Array(#"{"deadline":"\#(Timestamp.rfc3339(deadline))","event":"#.utf8)
        line.reserveCapacity(line.count + bytes.count + 32)
        if attempt > 0 {
            line += #"{"attempt":\#(attempt),"#.utf8
            line += bytes.dropFirst()
        } else {
            line += bytes
        }
        line += "}\n".utf8
        return line
    }
}
