/// An address that something answers: a method, and a path of which a `{name}` stands for one segment.
package struct Route: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    /// nil for any.
    package let method: String?
    /// As it was written, for example `/webhooks/hubspot/{organization}/{token}`.
    package let path: String
    let segments: [Segment]

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    /// - Parameter method: In capitals; `ANY` for any.
    /// - Throws: ``RouteError`` that says which of the two is wrong and how.
    package init(method: String, path: String) throws(RouteError) {
        guard method == "ANY" || Self.methods.contains(method) else {
            throw RouteError(part: .method, problem: "must be an HTTP method in capitals, or ANY")
        }
        guard path.hasPrefix("/") else { throw RouteError(part: .path, problem: "must begin with /") }
        var segments: [Segment] = []
        for text in Self.split(path) { segments.append(try Self.segment(text)) }
        let names = segments.compactMap(\.name)
        guard Set(names).count == names.count else { throw RouteError(part: .path, problem: "must name each {parameter} once") }
        self.method = method == "ANY" ? nil : method
        self.path = path
        self.segments = segments
    }

    /// The root has no segment.
    static func split(_ path: String) -> [Substring] {
        path == "/" ? [] : path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func segment(_ text: Substring) throws(RouteError) -> Segment {
        if text.hasPrefix("{"), text.hasSuffix("}") {
            let name = String(text.dropFirst().dropLast())
            guard isName(name) else {
                throw RouteError(part: .path, problem: "must have letters and digits between { and }")
            }
            return .parameter(name)
        }
        guard !text.isEmpty, !text.contains(where: { "{}?#%".contains($0) }) else {
            throw RouteError(part: .path, problem: "must consist of plain segments and {parameters}")
        }
        return .literal(String(text))
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    }
}

extension Route.Segment {
    var name: String? { if case .parameter(let name) = self { name } else { nil } }
}

/// What is wrong with an address.
package struct RouteError: Error {
    package enum Part: String, Sendable {
        case method = "Method"
        case path = "Path"
    }

    package let part: Part
    /// As the end of a sentence that starts with the part.
    package let problem: String
}
