import Foundation

/// Finds the call that a method and a path mean.
struct RouteTable: Sendable {
    enum Match: Sendable {
        /// With the values of the segments in braces, percent-decoded.
        case found(Operation, [String: String])
        /// The path is known, the method is not.
        case wrongMethod
        case unknown
    }

    private struct Row: Sendable {
        var operation: Operation
        var method: String
        var segments: [Substring]
        var fixedSegments: Int
    }

    private let rows: [Row]

    init() {
        let rows = Operation.allCases.flatMap { operation in
            operation.route.paths.map { path in
                let segments = path.split(separator: "/")
                return Row(
                    operation: operation, method: operation.route.method, segments: segments,
                    fixedSegments: segments.count { !$0.hasPrefix("{") })
            }
        }
        // The more of a path is fixed the better it fits: `tickets/search` before `tickets/{id}`.
        self.rows = rows.sorted { $0.fixedSegments > $1.fixedSegments }
    }

    func match(method: String, path: String) -> Match {
        let segments = path.split(separator: "/")
        var isKnownPath = false
        for row in rows {
            guard let parameters = Self.parameters(row.segments, segments) else { continue }
            if row.method == method { return .found(row.operation, parameters) }
            isKnownPath = true
        }
        return isKnownPath ? .wrongMethod : .unknown
    }

    static func parameters(_ pattern: [Substring], _ segments: [Substring]) -> [String: String]? {
        guard pattern.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, segment) in zip(pattern, segments) {
            if expected.hasPrefix("{") {
                guard let value = String(segment).removingPercentEncoding else { return nil }
                parameters[String(expected.dropFirst().dropLast())] = value
            } else if expected != segment {
                return nil
            }
        }
        return parameters
    }
}
