import FoundationEssentials
import RelayCore

/// As it is shared. Times are milliseconds since 1970, and of the window's calls thousandths are kept.
extension RateLimits {
    var text: String {
        let pauses = pauses.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, Self.json($0.value)) }
        let json = JSON.present([
            "window": window.map { window in
                [
                    "max": .number(JSONNumber(Int(window.max))), "interval": .number(JSONNumber(Int(window.interval * 1000))),
                    "remaining": .number(JSONNumber(Int((window.remaining * 1000).rounded(.down)))),
                    "seenAt": Self.json(window.seenAt),
                ]
            } ?? .null,
            "pauses": .object(JSONObject(pauses)), "searches": .array(searches.map(Self.json)),
        ])
        return json.canonical
    }

    /// nil for what is none: then it is begun anew.
    init?(_ text: String) {
        guard let json = try? JSON.parse(text), json.object != nil else { return nil }
        if let told = json["window"], let max = told["max"]?.int, let interval = told["interval"]?.int, max > 0, interval > 0,
            let remaining = told["remaining"]?.int, let seenAt = told["seenAt"]?.int
        {
            window = Window(
                max: Double(max), interval: Double(interval) / 1000, remaining: Double(remaining) / 1000,
                seenAt: Timestamp.date(milliseconds: seenAt))
        }
        for (name, end) in json["pauses"]?.object ?? [:] {
            if let limit = HubSpotError.Limit(rawValue: name), let end = end.int {
                pauses[limit] = Timestamp.date(milliseconds: end)
            }
        }
        searches = (json["searches"]?.array ?? []).compactMap { $0.int.map(Timestamp.date(milliseconds:)) }
            .suffix(Self.searchesPerSecond)
    }

    private static func json(_ date: Date) -> JSON { .number(JSONNumber(Timestamp.milliseconds(date))) }
}
