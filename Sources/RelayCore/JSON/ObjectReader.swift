import FoundationEssentials

/// A field that is missing or of the wrong type. Names the field by its full path; never holds its value.
package struct FieldError: Error, Hashable, CustomStringConvertible {
    /// Where the field is, for example `data.signatures[2].pattern`.
    package let path: String
    /// What is wrong, as the end of a sentence that starts with the path.
    package let problem: String

    package init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    package var description: String { "\(path) \(problem)" }
}

/// Reads typed members of a JSON object and names the field in every error.
package struct ObjectReader: Sendable {
    package let path: String
    package let members: JSONObject

    /// - Throws: ``FieldError`` when `value` is absent or not an object.
    package init(_ value: JSON?, path: String) throws(FieldError) {
        guard let value else { throw FieldError(path: path, problem: "is missing") }
        guard case .object(let members) = value else {
            throw FieldError(path: path, problem: "must be an object, not \(value.kind)")
        }
        self.path = path
        self.members = members
    }

    package func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// The member, or nil where it is absent or null.
    package func value(_ name: String) -> JSON? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    package func error(_ name: String, _ problem: String) -> FieldError { FieldError(path: path(of: name), problem: problem) }

    /// The longest name that an error repeats, in characters.
    private static let shownLength = 40

    /// For what somebody outside asks for: a misspelt member would pass for one that is left out.
    package func checkNames(_ known: [String]) throws(FieldError) {
        guard let unknown = members.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw error(String(unknown.prefix(scalars: Self.shownLength)), "is no field of this request")
    }

    private func required<T>(_ name: String, _ value: T?) throws(FieldError) -> T {
        guard let value else { throw error(name, "is missing") }
        return value
    }

    private func optional<T>(_ name: String, _ kind: String, _ read: (JSON) -> T?) throws(FieldError) -> T? {
        guard let value = value(name) else { return nil }
        guard let result = read(value) else { throw error(name, "must be \(kind), not \(value.kind)") }
        return result
    }

    package func optionalString(_ name: String) throws(FieldError) -> String? { try optional(name, "a string") { $0.string } }

    /// - Throws: also for a text that is longer.
    package func optionalString(_ name: String, atMost bytes: Int) throws(FieldError) -> String? {
        let text = try optionalString(name)
        guard text.map({ $0.utf8.count <= bytes }) ?? true else { throw error(name, "must not be longer than \(bytes) bytes") }
        return text
    }

    /// A string that must be there and not be empty.
    package func string(_ name: String) throws(FieldError) -> String {
        let value = try required(name, try optionalString(name))
        guard !value.isEmpty else { throw error(name, "must not be empty") }
        return value
    }

    /// A name that may come as a string or as an integer number.
    package func optionalName(_ name: String) throws(FieldError) -> String? {
        guard let value = value(name) else { return nil }
        guard let id = value.id else {
            throw error(name, value.string == "" ? "must not be empty" : "must be an id: a string or a whole number")
        }
        return id
    }

    /// As ``optionalName(_:)``, but must be there.
    package func name(_ name: String) throws(FieldError) -> String { try required(name, try optionalName(name)) }

    /// An identifier: a ``optionalName(_:)`` that can stand in a path.
    package func optionalID(_ name: String) throws(FieldError) -> String? {
        guard let id = try optionalName(name) else { return nil }
        guard Identifier.isValid(id) else { throw error(name, "must be an id: \(Identifier.rule)") }
        return id
    }

    /// As ``optionalID(_:)``, but must be there.
    package func id(_ name: String) throws(FieldError) -> String { try required(name, try optionalID(name)) }

    package func optionalInt(_ name: String) throws(FieldError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let whole = value.int else { throw error(name, "must be a whole number") }
        return whole
    }

    /// An instant as HubSpot's events have it: milliseconds since 1970, as a number or a string.
    package func milliseconds(_ name: String) throws(FieldError) -> Date {
        guard let milliseconds = Int(try id(name)), 0...Timestamp.latestMilliseconds ~= milliseconds else {
            throw error(name, "must be milliseconds since 1970")
        }
        return Timestamp.date(milliseconds: milliseconds)
    }

    /// An instant as our events have it: RFC 3339.
    package func optionalTime(_ name: String) throws(FieldError) -> Date? {
        guard let text = try optionalString(name) else { return nil }
        guard let date = Timestamp.parse(text) else { throw error(name, "must be an RFC 3339 timestamp") }
        return date
    }

    package func optionalBool(_ name: String) throws(FieldError) -> Bool? { try optional(name, "a boolean") { $0.bool } }

    package func optionalArray(_ name: String) throws(FieldError) -> [JSON]? { try optional(name, "an array") { $0.array } }

    package func optionalObject(_ name: String) throws(FieldError) -> ObjectReader? {
        guard let value = value(name) else { return nil }
        return try ObjectReader(value, path: path(of: name))
    }

    package func object(_ name: String) throws(FieldError) -> ObjectReader {
        try ObjectReader(value(name), path: path(of: name))
    }

    /// Reads each element of an array as an object; the paths carry the index.
    package func optionalObjects(_ name: String) throws(FieldError) -> [ObjectReader]? {
        guard let elements = try optionalArray(name) else { return nil }
        var readers: [ObjectReader] = []
        for (index, element) in elements.enumerated() {
            readers.append(try ObjectReader(element, path: "\(path(of: name))[\(index)]"))
        }
        return readers
    }
}
