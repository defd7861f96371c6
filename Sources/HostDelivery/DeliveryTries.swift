import FoundationEssentials
import RelayCore

/// What came of an event's deliveries so far, as far as the next one goes by it.
package struct DeliveryTries: Sendable, Hashable {
    /// How many faulty deliveries there were, since the work got further.
    package let faults: Int
    /// nil where the last delivery, if there was one, did not end as a wait.
    package let wait: DeliveryWait?

    package init(faults: Int = 0, wait: DeliveryWait? = nil) {
        self.faults = faults
        self.wait = wait
    }
}

/// Deliveries in a row that ended as a wait of one kind.
package struct DeliveryWait: Sendable, Hashable {
    /// What the last of them waited for.
    package let code: ReasonCode
    /// When the first of them ended.
    package let since: Date
    /// How many there were.
    package let count: Int

    package init(code: ReasonCode, since: Date, count: Int = 1) {
        self.code = code
        self.since = since
        self.count = count
    }

    /// - Returns: nil for a code that is no wait.
    init?(_ code: ReasonCode, after former: DeliveryWait?, now: Date) {
        guard let kind = code.wait else { return nil }
        let goesOn = former?.code.wait == kind
        self.init(code: code, since: goesOn ? former?.since ?? now : now, count: goesOn ? (former?.count ?? 0) + 1 : 1)
    }
}
