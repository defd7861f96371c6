import HostDelivery
import RelayCore

extension HistoryLimits {
    /// What the host's own configuration says.
    init(_ keys: Configuration) {
        self.init(hours: keys[ConfigurationKeys.historyHours], rows: keys[ConfigurationKeys.historyRows])
    }
}
