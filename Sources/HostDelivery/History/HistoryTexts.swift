import HostCore
import RelayCore

/// What somebody may have written: an invocation's event, its result and its log, kept for a while.
package struct HistoryTexts: Sendable, Hashable {
    /// The event in CloudEvents' JSON format.
    package var event: [UInt8]
    /// The result as JSON; of emitted events the ids and types.
    package var result: [UInt8]
    /// The lines that the function logged of the event.
    package var log: [String]

    /// Larger ones are not kept, in bytes.
    private static let longest = 1024 * 1024

    package init(event: [UInt8], result: [UInt8], log: [String] = []) {
        self.event = event
        self.result = result
        self.log = log
    }

    /// nil for what must not be kept, or is too large.
    /// - Parameter subject: Whose the event is.
    init?(_ record: InvocationRecord, of subject: EventSubject, log: [String]) {
        guard Self.mayBeKept(record, of: subject) else { return nil }
        let event =
            record.event.type == HTTPRequestEvent.type ? record.event.requestWithoutBody.canonicalBytes : record.event.bytes
        let result = record.result.summary.canonicalBytes
        guard event.count + result.count <= Self.longest else { return nil }
        self.init(event: event, result: result, log: log)
    }

    /// The words of an erasure say whose data was to go. Words that come after it are of the same customer; and a value of a record
    /// that is nobody's as far as is known would be found by no erasure.
    private static func mayBeKept(_ record: InvocationRecord, of subject: EventSubject) -> Bool {
        if Erasure.requests.contains(record.event.type) || record.result.code == .erased { return false }
        return subject.isSomebodys || !HubSpotEvent.isPropertyChange(record.event.type)
    }
}
