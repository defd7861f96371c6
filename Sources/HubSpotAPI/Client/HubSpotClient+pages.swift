import Logging
import RelayCore

extension HubSpotClient {
    /// Reads page after page. A page may be short without being the last; a cursor that comes again ends the reading.
    /// - Parameter limit: The most pages. What is beyond them stays unread, and the log says so.
    func pages<Element>(
        _ operation: String, _ path: String, _ query: [(String, String)], limit: Int,
        _ decode: (JSON) throws(FieldError) -> Element
    ) async throws(HubSpotError) -> [Element] {
        var elements: [Element] = []
        var seen: Set<String> = []
        var cursor: String?
        for _ in 0..<limit {
            let page = try await send(
                Request(operation: operation, path: path, query: query + (cursor.map { [("after", $0)] } ?? [])))
            for element in try results(operation, page) {
                elements.append(try read(operation) { () throws(FieldError) in try decode(element) })
            }
            // HubSpot hands some cursors out as they stand in a URL; they are encoded again as they are sent.
            guard let next = (page["paging"]?["next"]?["after"]?.id).map(URLText.decoded), seen.insert(next).inserted else {
                return elements
            }
            cursor = next
        }
        logger.notice("not all pages were read", metadata: ["operation": "\(operation)", "pages": "\(limit)"])
        return elements
    }
}
