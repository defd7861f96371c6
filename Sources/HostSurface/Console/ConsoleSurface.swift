/// What stands at `/console` and below it.
package protocol ConsoleSurface: Sendable {
    func answer(_ request: ConsoleRequest) async -> ConsoleAnswer
}

/// A request that has been admitted.
package struct ConsoleRequest: Sendable {
    /// In capitals.
    package var method: String
    /// What follows `/console`, decoded: `["api", "events"]`.
    package var path: [String]
    package var query: [String: String]
    /// By name in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(
        method: String, path: [String], query: [String: String] = [:], headers: [String: String] = [:], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

package struct ConsoleAnswer: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Parts as they come; the answer ends with the stream.
        case stream(AsyncStream<[UInt8]>)
    }

    package var status: Int
    package var headers: [String: String]
    package var body: Body

    package init(status: Int, headers: [String: String], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
