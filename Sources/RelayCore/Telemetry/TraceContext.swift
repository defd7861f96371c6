/// Where a piece of work stands in a trace.
///
/// Source: W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header
package struct TraceContext: Sendable, Hashable {
    /// 32 hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 hexadecimal digits, not all zero.
    package let spanID: String
    /// Whether who began the trace wants it to be recorded.
    package let isSampled: Bool

    /// Reads `00-{trace}-{span}-{flags}`; nil for anything else. A later version may have more behind it.
    package init?(traceParent: String) {
        let parts = traceParent.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHex(parts[0], 2), parts[0] != "ff", parts.count == 4 || parts[0] != "00",
            Self.isID(parts[1], 32), Self.isID(parts[2], 16), Self.isHex(parts[3], 2),
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        traceID = String(parts[1])
        spanID = String(parts[2])
        isSampled = flags & 1 == 1
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// A new trace.
    /// - Parameter unique: What no other one has been made of.
    package static func begun(unique: String) -> TraceContext {
        let bytes = ShortHash.bytes(of: unique, count: 24)
        return TraceContext(traceID: Hex.string(bytes[..<16]), spanID: Hex.string(bytes[16...]), isSampled: true)
    }

    /// What is a part of this.
    /// - Parameter unique: What no other part of it is made of.
    package func child(unique: String) -> TraceContext {
        TraceContext(traceID: traceID, spanID: ShortHash.of("\(spanID) \(unique)"), isSampled: isSampled)
    }

    package var traceParent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func isHex(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func isID(_ text: Substring, _ count: Int) -> Bool { isHex(text, count) && text.utf8.contains { $0 != 0x30 } }
}
