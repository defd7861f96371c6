extension HostServer {
    /// What callers together may take of the host.
    package struct Limits: Sendable {
        /// Connections at once.
        package var connections: Int
        /// Bytes of bodies that are held at once.
        package var heldBytes: Int
        package var times: ConnectionTimes

        /// Of the head of a request. HubSpot's takes one, and a proxy may add another.
        static let headBytes = 16 * 1024

        /// The most connections that are of use.
        package static let mostConnections = 4096

        package init(
            connections: Int = mostConnections, heldBytes: Int = 32 * 1024 * 1024, times: ConnectionTimes = ConnectionTimes()
        ) {
            self.connections = connections
            self.heldBytes = heldBytes
            self.times = times
        }
    }
}
