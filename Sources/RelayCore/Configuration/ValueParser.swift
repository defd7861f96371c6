/// What is wrong with a configuration value; never the value itself.
package struct ValueFault: Error, Sendable {
    let problem: String

    init(_ problem: String) { self.problem = problem }
}

/// Reads one type of configuration value, from an environment variable (always text) or from the configuration file.
package struct ValueParser<Value: Sendable>: Sendable {
    let type: String
    let parse: @Sendable (JSON) throws(ValueFault) -> Value

    /// The same type, where the value may be left out.
    var optional: ValueParser<Value?> {
        let parse = parse
        return ValueParser<Value?>(type: type) { json throws(ValueFault) -> Value? in try parse(json) }
    }

    /// A further check, or a change of form.
    func map<Other>(
        type: String? = nil, _ transform: @escaping @Sendable (Value) throws(ValueFault) -> Other
    ) -> ValueParser<Other> {
        let parse = parse
        return ValueParser<Other>(type: type ?? self.type) { json throws(ValueFault) -> Other in try transform(try parse(json)) }
    }
}

extension ValueParser<String> {
    static var text: ValueParser<String> {
        ValueParser(type: "text") { json throws(ValueFault) in
            guard let text = json.string else { throw ValueFault("must be text, not \(json.kind)") }
            guard !text.isEmpty else { throw ValueFault("must not be empty") }
            return text
        }
    }

    /// A HubSpot id: text or whole number.
    static var id: ValueParser<String> {
        ValueParser(type: "id") { json throws(ValueFault) in
            guard let id = json.id, id.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                throw ValueFault("must be a whole number")
            }
            return id
        }
    }

    /// An http or https address, without a trailing slash.
    static var url: ValueParser<String> {
        exactURL.map { text throws(ValueFault) in text.hasSuffix("/") ? String(text.dropLast()) : text }
    }

    /// An http or https address, as it is written.
    static var exactURL: ValueParser<String> {
        text.map(type: "URL") { text throws(ValueFault) in
            guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
                throw ValueFault("must start with https:// or http://")
            }
            guard !text.contains(where: \.isWhitespace) else { throw ValueFault("must not contain white space") }
            return text
        }
    }

    /// As ``url``, where secrets are sent: without TLS only to this machine.
    static var safeURL: ValueParser<String> {
        url.map { text throws(ValueFault) in
            guard text.hasPrefix("https://") || Self.isLocal(text) else {
                throw ValueFault("must start with https://; http:// is for 127.0.0.1, [::1] and localhost alone")
            }
            return text
        }
    }

    /// Whether the host of an http address is this machine. A name before an @ is no host.
    private static func isLocal(_ url: String) -> Bool {
        var host = url.dropFirst("http://".count).prefix { !"/?#\\".contains($0) }
        if let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
            host = host[..<colon]
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "[::1]" || host.lowercased() == "localhost"
            || (parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil })
    }

    static func choice(_ allowed: [String]) -> ValueParser<String> {
        let type = allowed.dropFirst().reduce(allowed.first ?? "") { "\($0) or \($1)" }
        return text.map(type: type) { text throws(ValueFault) in
            guard allowed.contains(text) else { throw ValueFault("must be \(type)") }
            return text
        }
    }
}

extension ValueParser<Int> {
    static func integer(_ range: ClosedRange<Int>) -> ValueParser<Int> {
        ValueParser(type: "whole number") { json throws(ValueFault) in
            guard let value = json.int ?? json.string.flatMap({ Int($0) }) else { throw ValueFault("must be a whole number") }
            guard range.contains(value) else {
                throw ValueFault("must be from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
    }
}

extension ValueParser<Double> {
    /// A length of time in seconds.
    static func seconds(_ range: ClosedRange<Double>) -> ValueParser<Double> {
        ValueParser(type: "seconds") { json throws(ValueFault) in
            var value = json.string.flatMap { Double($0) }
            if case .number(let number) = json { value = number.double }
            guard let value else { throw ValueFault("must be a number of seconds") }
            guard range.contains(value) else {
                throw ValueFault("must be from \(range.lowerBound) to \(range.upperBound) seconds")
            }
            return value
        }
    }
}

extension ValueParser<Bool> {
    static var boolean: ValueParser<Bool> {
        ValueParser(type: "true or false") { json throws(ValueFault) in
            switch json {
            case .bool(let value): return value
            case .string("true"), .string("1"), .string("yes"), .string("on"): return true
            case .string("false"), .string("0"), .string("no"), .string("off"): return false
            default: throw ValueFault("must be true or false")
            }
        }
    }
}

extension ValueParser<[String]> {
    /// Comma-separated text, or an array of text. May be empty.
    static var list: ValueParser<[String]> {
        ValueParser(type: "list") { json throws(ValueFault) in
            if let text = json.string {
                return text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
            }
            guard let elements = json.array else { throw ValueFault("must be a list, not \(json.kind)") }
            var values: [String] = []
            for element in elements {
                guard let value = element.string, !value.isEmpty else { throw ValueFault("must contain only text") }
                values.append(value)
            }
            return values
        }
    }
}

extension ValueParser<[String]> {
    /// Names of a closed list. One that is not in it is named, and so are those that are.
    /// - Parameter other: What may stand instead of a list.
    static func known(_ names: [String], among allowed: [String], orElse other: String) throws(ValueFault) -> [String] {
        let unknown = names.filter { !allowed.contains($0) }
        guard unknown.isEmpty else {
            throw ValueFault(
                "names \(unknown.joined(separator: ", ")); it must be \(other), or a list of \(allowed.joined(separator: ", "))")
        }
        return names
    }
}

extension ValueParser<Secret> {
    static var secret: ValueParser<Secret> {
        ValueParser<String>.text.map(type: "secret") { text throws(ValueFault) in Secret(text) }
    }

    /// A secret that goes into a header. White space at its ends, such as the end of a line in a file, is no part of it.
    static var bearer: ValueParser<Secret> {
        ValueParser<String>.text.map(type: "secret") { text throws(ValueFault) in
            let key = text.trimmed
            guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw ValueFault("must be printable ASCII without spaces")
            }
            return Secret(key)
        }
    }
}

extension ValueParser<[Secret]> {
    /// One or two secrets, comma-separated: the second is for rotation.
    static var secrets: ValueParser<[Secret]> {
        ValueParser<[String]>.list.map(type: "one or two secrets") { texts throws(ValueFault) in
            guard (1...2).contains(texts.count) else { throw ValueFault("must be one or two values, comma-separated") }
            return texts.map(Secret.init)
        }
    }

    /// Too long to be found by trying.
    static var longSecrets: ValueParser<[Secret]> {
        secrets.map { keys throws(ValueFault) in
            guard keys.allSatisfy({ $0.reveal().utf8.count >= 16 }) else { throw ValueFault("must have at least 16 characters") }
            return keys
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    package var trimmed: String {
        let scalars = unicodeScalars
        var (start, end) = (scalars.startIndex, scalars.endIndex)
        while start < end, scalars[start].isWhitespace { scalars.formIndex(after: &start) }
        while start < end, scalars[scalars.index(before: end)].isWhitespace { scalars.formIndex(before: &end) }
        return String(self[start..<end])
    }
}
