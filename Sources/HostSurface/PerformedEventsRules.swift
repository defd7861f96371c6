import HostCore

/// How a host goes about events whose sender waits.
package struct PerformedEventsRules: Sendable {
    let deliveries: FaultyDeliveries
    /// Seconds after which no more event of a batch is begun.
    let batchTime: Double

    package init(deliveries: FaultyDeliveries, batchTime: Double) {
        self.deliveries = deliveries
        self.batchTime = batchTime
    }
}
