import FoundationEssentials
import RelayCore

/// An event as a host keeps it and hands it on: the attributes that a host goes by, and the whole as bytes, which it does not
/// read again.
package struct EncodedEvent: Sendable, Hashable {
    package let key: EventKey
    package let type: String
    /// No earlier delivery than this; nil once the event has come out of a queue, which has seen to it.
    package let notBefore: Date?
    /// The event in CloudEvents' JSON format, on one line and without what ``DeliveryFacts`` says: that is the
    /// queue's to say.
    package let bytes: [UInt8]

    package var id: String { key.id }

    /// - Parameter notBefore: nil for an event that a queue has kept.
    package init(key: EventKey, type: String, notBefore: Date? = nil, bytes: [UInt8]) {
        self.key = key
        self.type = type
        self.notBefore = notBefore
        self.bytes = bytes
    }

    package init(_ event: RelayEvent) {
        var event = event
        (event.attempt, event.isLastAttempt, event.waitingSince) = (0, false, nil)
        key = event.key
        type = event.type
        notBefore = event.notBefore
        bytes = event.json.canonicalBytes
    }

    /// Reads the event that a scanner stands at. What a host goes by is checked; the rest is passed over, and is for who takes
    /// the event.
    init(_ scanner: inout JSONScanner) throws {
        let start = scanner.position
        var (version, id, source, type, organization, due): (String?, String?, String?, String?, String?, String?)
        var hasFacts = false
        try scanner.object { scanner, name in
            switch name {
            case "specversion": version = try scanner.optionalString()
            case "id": id = try scanner.optionalString()
            case "source": source = try scanner.optionalString()
            case "type": type = try scanner.optionalString()
            case "organization": organization = try scanner.optionalString()
            case "notbefore": due = try scanner.optionalString()
            case "attempt", "lastattempt", "waitingsince":
                hasFacts = true
                try scanner.skip()
            default: try scanner.skip()
            }
        }
        let bytes = scanner.bytes(from: start)
        if hasFacts {
            self.init(try RelayEvent(json: JSON.parse(bytes)))
            return
        }
        guard version == "1.0", let id, !id.isEmpty, let source, !source.isEmpty, let type, !type.isEmpty else {
            throw ScanError()
        }
        let notBefore = try due.map { text in
            guard let date = Timestamp.parse(text) else { throw ScanError() }
            return date
        }
        self.init(
            key: EventKey(organization: organization, source: source, id: id), type: type, notBefore: notBefore, bytes: bytes)
    }

    /// The whole event, read anew.
    package func decoded() throws -> RelayEvent { try RelayEvent(json: JSON.parse(bytes)) }

    /// Where it stands in a trace, as it says, read anew; nil where it does not say it.
    package var traceParent: String? {
        try? JSONScanner.scan(bytes) { scanner in
            var found: String?
            try scanner.object { scanner, name in
                if case "traceparent" = name { found = try scanner.optionalString() } else { try scanner.skip() }
            }
            return found
        }
    }

    /// The line that a worker reads: the event, what it is told of the delivery, and until when the work must have ended.
    package func envelope(_ facts: DeliveryFacts, deadline: Date) -> [UInt8] {
        let members = facts.members
        let trace = facts.trace.map { #""traceparent":"\#($0.traceParent)","# } ?? ""
        var line = Array(#"{"deadline":"\#(Timestamp.rfc3339(deadline))",\#(trace)"event":"#.utf8)
        line.reserveCapacity(line.count + members.utf8.count + bytes.count + 4)
        if members.isEmpty {
            line += bytes
        } else {
            line += "{\(members)".utf8
            line += bytes.dropFirst()
        }
        line += "}\n".utf8
        return line
    }
}
