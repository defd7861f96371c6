import FoundationEssentials
import RelayCore

/// How webhooks are sent.
package struct WebhookSettings: Sendable {
    /// HubSpot sends both signatures with each request. Turned off, the header is absent.
    package var sendsV1 = true
    package var sendsV3 = true
    /// The most events in one request.
    package var batchLimit = 100
    /// The most requests at a time.
    package var concurrency = 10
    /// The most events in a second; nil for no limit.
    package var eventsPerSecond: Double?
    /// Seconds that the receiver has. HubSpot documents 5 and announces 10 in a header.
    package var timeout: Double = 5
    /// Seconds to wait before each new attempt; after the last one the events are given up. HubSpot tries 10 times more
    /// within 24 hours, at times of its choice.
    package var retryDelays: [Double] = [60, 300, 900, 1800, 3600, 7200, 10_800, 14_400, 18_000, 21_600]

    package init() {}

    /// HubSpot's ten attempts within seconds, for demos and tests.
    package static var quick: WebhookSettings {
        var settings = WebhookSettings()
        settings.retryDelays = [0.1, 0.2, 0.4, 0.8, 1.5, 2, 2, 2, 2, 2]
        return settings
    }
}

/// One request that was sent.
package struct WebhookDelivery: Sendable, Hashable {
    package let sentAt: Date
    package let payload: [JSON]
    /// 0 for the first attempt.
    package let attempt: Int
    /// nil when there was no answer.
    package let status: Int?

    package var events: Int { payload.count }
}
