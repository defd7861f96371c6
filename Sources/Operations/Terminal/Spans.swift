/// Spans of time as people read them.
package enum Spans {
    /// `340 ms`, `2.5 s`, `3 min 20 s`, `5 h 10 min`, `3 d 4 h`
    package static func text(_ seconds: Double) -> String {
        let milliseconds = (max(0, seconds) * 1000).rounded()
        if milliseconds < 1000 { return "\(Int(milliseconds)) ms" }
        if seconds < 60 { return "\(oneDigit(seconds)) s" }
        let whole = Int(min(seconds, 1e12))
        if whole < 3600 { return parts(whole / 60, "min", whole % 60, "s") }
        if whole < 86_400 { return parts(whole / 3600, "h", whole % 3600 / 60, "min") }
        return parts(whole / 86_400, "d", whole % 86_400 / 3600, "h")
    }

    private static func parts(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smallUnit)"
    }

    private static func oneDigit(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
