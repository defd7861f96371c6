import RelayCore

extension HubSpotClient {
    /// What is sent, and how it is spoken of.
    struct Request {
        /// For people, as it stands after "could not": `read the thread`.
        var operation = ""
        var method = "GET"
        var path: String
        var query: [(String, String)] = []
        var body: JSON?
        /// Instead of `body`.
        var form: MultipartForm?
        /// True where sending twice would do something twice. A search is a POST and no write.
        var isWrite = false
        /// True for what is right only at this moment, because people may act in the next: it is tried once, and hardly waits
        /// for the rate limit. Whoever wants it asks again, and decides again before.
        var isOfTheMoment = false

        /// Searches are limited by themselves.
        var isSearch: Bool { method == "POST" && path.hasSuffix("/search") }

        func named(_ operation: String) -> Request {
            var request = self
            request.operation = operation
            return request
        }
    }
}
