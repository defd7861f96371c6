import HostCore
import HostDelivery

extension LocalHost.Settings {
    /// `HISTORY_HOURS` and `HISTORY_ROWS`, else what is usual.
    /// - Throws: ``HostError`` that names the one that is no such number.
    var historyLimits: HistoryLimits {
        get throws(HostError) {
            HistoryLimits(
                hours: try number("HISTORY_HOURS", 0...8760) ?? HistoryLimits.standard.hours,
                rows: try number("HISTORY_ROWS", 1000...10_000_000) ?? HistoryLimits.standard.rows)
        }
    }

    private func number(_ key: String, _ range: ClosedRange<Int>) throws(HostError) -> Int? {
        guard let text = environment[key], !text.isEmpty else { return nil }
        guard let number = Int(text), range ~= number else {
            throw HostError("\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
