/// The id of an event that somebody does again on purpose: the former id, and a mark of its own.
///
/// What an event writes at HubSpot and nothing but its id names is written once, however often the event is done again, unless the
/// repeat is made to write anew.
package enum RepeatedEvent {
    package enum Writing: String, Sendable {
        /// What stands is not written again.
        case once = ":again-"
        /// What stands is written another time.
        case anew = ":anew-"
    }

    /// - Parameter unique: Another one for each repeat.
    package static func id(of id: String, unique: String, writing: Writing = .once) -> String {
        id + writing.rawValue + ShortHash.of(unique)
    }

    /// The id that the writes of an event are known by: without the marks of repeats that write nothing again.
    package static func firstID(of id: String) -> String {
        var first = id.utf8[...]
        while first.count > mark.count + hashLength, isMarked(first) { first = first.dropLast(mark.count + hashLength) }
        return String(decoding: first, as: UTF8.self)
    }

    private static let mark = Writing.once.rawValue.utf8
    private static let hashLength = ShortHash.of("").utf8.count

    private static func isMarked(_ id: Substring.UTF8View) -> Bool {
        let end = id.suffix(mark.count + hashLength)
        return end.starts(with: mark) && end.dropFirst(mark.count).allSatisfy(Hex.isDigit)
    }
}

extension RelayEvent {
    /// The id that the event's writes are known by: of a repeat that writes nothing again that of its first form.
    package var firstID: String { RepeatedEvent.firstID(of: id) }
}
