import Foundation
import HostCore

/// Finds what answers an address. Of several paths that fit, the one counts that is literal where they first differ; of its
/// methods an own one before any.
package struct RouteTable<Endpoint: Sendable>: Sendable {
    package enum Match: Sendable {
        case found(Endpoint, Route, parameters: [String: String])
        case methodNotAllowed(allowed: [String])
        case notFound
    }

    private let entries: [(route: Route, endpoint: Endpoint)]

    /// - Throws: ``HostError`` that names two routes that are one address.
    package init(_ entries: [(Route, Endpoint)]) throws(HostError) {
        var known: [[String]: Route] = [:]
        for (route, _) in entries {
            let address = [route.method ?? "ANY"] + route.segments.map { $0.literal ?? "{}" }
            if let other = known.updateValue(route, forKey: address) {
                throw HostError("\(other.path) and \(route.path) are the same address")
            }
        }
        self.entries = entries.sorted { $0.0.rank.lexicographicallyPrecedes($1.0.rank) }
    }

    /// - Parameter path: Not decoded.
    package func find(method: String, path: String) -> Match {
        let segments = Route.split(path)
        var allowed: Set<String> = []
        for (route, endpoint) in entries {
            guard let parameters = route.parameters(of: segments) else { continue }
            if route.method == nil || route.method == method { return .found(endpoint, route, parameters: parameters) }
            if let method = route.method { allowed.insert(method) }
        }
        return allowed.isEmpty ? .notFound : .methodNotAllowed(allowed: allowed.sorted())
    }
}

extension Route {
    /// Smaller for what counts before others.
    fileprivate var rank: [Int] { segments.map { $0.name == nil ? 0 : 1 } + [method == nil ? 1 : 0] }

    /// What stands for the parameters, decoded; nil where the path is another.
    fileprivate func parameters(of path: [Substring]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal): guard text == literal else { return nil }
            case .parameter(let name):
                guard !text.isEmpty,
                    let value = text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding : String(text)
                else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }
}

extension Route.Segment {
    fileprivate var literal: String? { if case .literal(let text) = self { text } else { nil } }
}
