/// Every metric of a host.
enum HostMetric {
    static let invocations = MetricFamily.counter(
        "deskrelay_invocations_total", "Invocations of functions, by how they ended.", "function", "status", "code",
        "organization")
    static let duration = MetricFamily.histogram(
        "deskrelay_invocation_duration_seconds", [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        "How long invocations took, without waiting.", "function")
    static let timeToAnswer = MetricFamily.histogram(
        "deskrelay_time_to_answer_seconds", [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 21_600],
        "From when a customer wrote a message to when its answer was posted.", "organization")

    static let skippedElements = MetricFamily.counter(
        "deskrelay_skipped_webhook_events_total", "Elements of webhook deliveries that were not used.", "code")
    static let lastWebhook = MetricFamily.gauge(
        "deskrelay_webhook_last_received_timestamp_seconds", "When HubSpot's last webhook came.", "organization")
    static let missed = MetricFamily.counter(
        "deskrelay_missed_messages_total", "Customers' messages that no webhook told of, and that the sweep found.",
        "organization")
    static let stepsNotDone = MetricFamily.counter(
        "deskrelay_steps_not_done_total", "Parts of events' work that were not done while the rest was.", "step", "code")
    static let unrouted = MetricFamily.counter(
        "deskrelay_unrouted_events_total", "Emitted events that no function takes.", "type")
    static let duplicates = MetricFamily.counter(
        "deskrelay_duplicate_events_total", "Events that stood in the queue already when they were added.")
    static let refused = MetricFamily.counter(
        "deskrelay_refused_requests_total", "HTTP requests that were refused before their body was read.", "code")

    static let hubSpotRequests = MetricFamily.counter(
        "deskrelay_hubspot_requests_total", "Requests to HubSpot, by the status of the answer or why there was none.",
        "operation", "status", "organization")
    static let hubSpotDuration = MetricFamily.histogram(
        "deskrelay_hubspot_request_duration_seconds", [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
        "How long HubSpot took to answer.", "operation")
    static let rateLimitLeft = MetricFamily.gauge(
        "deskrelay_hubspot_rate_limit_remaining", "What HubSpot said last is left of its short rate limit.", "organization")
    static let aiRequests = MetricFamily.counter(
        "deskrelay_ai_requests_total", "Turns that an AI engine was asked for, by what came of it.", "engine", "outcome",
        "organization")
    static let aiDuration = MetricFamily.histogram(
        "deskrelay_ai_request_duration_seconds", [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120],
        "How long an AI engine took for a turn.", "engine")
    static let aiTokens = MetricFamily.counter(
        "deskrelay_ai_tokens_total", "Tokens that AI engines said they used.", "engine", "model", "kind", "organization")

    static let queueEvents = MetricFamily.gauge("deskrelay_queue_events", "Events in the queue.", "state")
    static let oldestEvent = MetricFamily.gauge(
        "deskrelay_queue_oldest_event_seconds", "How long the event that has waited longest has been due.", "function")
    static let waitingEvents = MetricFamily.gauge(
        "deskrelay_waiting_events", "Events that wait for something outside them.", "organization", "code")
    static let waitingSince = MetricFamily.gauge(
        "deskrelay_waiting_since_seconds", "When the first of them began to wait.", "organization", "code")
    static let restarts = MetricFamily.counter(
        "deskrelay_worker_restarts_total", "Workers that were lost in the middle of an event.", "function")
    static let droppedRecords = MetricFamily.counter(
        "deskrelay_dropped_observations_total", "Records of invocations that slow readers lost.")
    static let droppedSpans = MetricFamily.counter(
        "deskrelay_dropped_spans_total", "Spans that the collector of traces did not take in time.")
    static let buildInfo = MetricFamily.gauge("deskrelay_build_info", "1, with the version that runs.", "version")

    /// In the order in which they are shown.
    static let all: [MetricFamily] =
        [
            invocations, duration, timeToAnswer, skippedElements, lastWebhook, missed, stepsNotDone, unrouted, duplicates,
            refused, hubSpotRequests, hubSpotDuration, rateLimitLeft, aiRequests, aiDuration, aiTokens, queueEvents, oldestEvent,
            waitingEvents, waitingSince, restarts, droppedRecords, droppedSpans, buildInfo,
        ] + ProcessFigures.families
}
