import Foundation
import RelayCore

/// Where spans go.
struct TraceSettings: Sendable {
    let url: String
    /// May hold secrets.
    let headers: [(name: String, value: String)]
    let serviceName: String

    /// nil where no address is set.
    init?(_ keys: Configuration) {
        let collector = keys[ConfigurationKeys.traceCollector].map { "\($0)/v1/traces" }
        guard let url = keys[ConfigurationKeys.traceAddress] ?? collector else { return nil }
        self.url = url
        headers = keys[ConfigurationKeys.traceHeaders].map { header in
            let value = header.value.reveal()
            return (header.name, value.removingPercentEncoding ?? value)
        }
        serviceName = keys[ConfigurationKeys.traceService]
    }
}
