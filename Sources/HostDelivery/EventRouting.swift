import RelayCore

/// Which functions take an event. Each gets it.
package struct EventRouting: Sendable {
    private let lanes: [Lane]

    package init(_ lanes: [Lane]) { self.lanes = lanes }

    package func takers(of type: String) -> [String] {
        lanes.filter { lane in lane.takes.contains { $0.matches(type) } }.map(\.function)
    }
}
