import FoundationEssentials
import Logging
import RelayCore

/// Threads by the time of their newest message.
extension HubSpotClient {
    /// HubSpot's limit of one page of threads.
    private static let pageSize = 500
    private static let pageLimit = 20

    /// The open threads whose newest message is younger than `since`, the one with the oldest first; at most 20 pages of 500.
    ///
    /// HubSpot's cursors are for the order of the ids. In the order of this time the last thread's time is where one goes on,
    /// a millisecond earlier because others may share it; what comes again by that is dropped.
    /// - Throws: `unexpected-answer` where a page ends where it began in time: what follows it cannot be had.
    package func openThreads(inboxID: String?, since: Date) async throws(HubSpotError) -> [ConversationThread] {
        let operation = "read the open threads"
        var threads: [ConversationThread] = []
        var seen: Set<String> = []
        var bound = Timestamp.milliseconds(since)
        for _ in 0..<Self.pageLimit {
            let page = try await send(Request(operation: operation, path: paths.threads, query: query(inboxID, bound)))
            let rows = try results(operation, page)
            var newest: Date?
            for row in rows {
                let thread = try read(operation) { () throws(FieldError) in try ConversationThread(json: row) }
                newest = thread.latestMessageAt
                if seen.insert(thread.id).inserted { threads.append(thread) }
            }
            guard rows.count >= Self.pageSize || page["paging"]?["next"]?["after"]?.id != nil else { return threads }
            guard let next = newest.map({ Timestamp.milliseconds($0) - 1 }), next > bound else {
                throw HubSpotError(
                    .unexpectedAnswer, operation: operation, detail: "there are more, and the page's last one does not lead on")
            }
            bound = next
        }
        logger.notice("not all pages were read", metadata: ["operation": "\(operation)", "pages": "\(Self.pageLimit)"])
        return threads
    }

    /// HubSpot sorts by this time only together with its lower bound, and upwards only.
    private func query(_ inboxID: String?, _ bound: Int) -> [(String, String)] {
        let bound = Timestamp.rfc3339(Timestamp.date(milliseconds: bound))
        return [
            ("threadStatus", ThreadStatus.open.rawValue), ("latestMessageTimestampAfter", bound),
            ("sort", "latestMessageTimestamp"),
            ("association", "TICKET"), ("limit", "\(Self.pageSize)"),
        ] + (inboxID.map { [("inboxId", $0)] } ?? [])
    }
}
