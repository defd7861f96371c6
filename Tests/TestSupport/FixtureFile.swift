import Foundation
import RelayCore

/// A JSON file of a test target's folder `Fixtures`. What cannot be read fails the test that asks for it, with file and row: no row
/// is ever left out.
package struct FixtureFile {
    private let name: String
    package let json: JSON

    /// - Parameters:
    ///   - name: Without `.json`.
    ///   - bundle: The test target's own: `.module`.
    package init(_ name: String, in bundle: Bundle) throws {
        self.name = "\(name).json"
        guard let url = bundle.url(forResource: name, withExtension: "json", subdirectory: "Fixtures") else {
            throw FieldError(path: self.name, problem: "is not in the folder Fixtures")
        }
        do {
            json = try JSON.parse(Array(Data(contentsOf: url)))
        } catch {
            throw FieldError(path: self.name, problem: "cannot be read: \(error)")
        }
    }

    /// The file's array of rows.
    /// - Parameters:
    ///   - member: Where the file is an object: the member that holds the rows.
    ///   - name: The member by which a row is told from the others.
    ///   - keys: Every other member that a row may have.
    package func rows<Row>(
        in member: String? = nil, named name: String = "name", keys: Set<String>, _ read: (FixtureRow) throws -> Row
    ) throws -> [Row] {
        guard let rows = (member.map { json[$0] } ?? json)?.array, !rows.isEmpty else {
            throw FieldError(path: self.name, problem: "holds no rows")
        }
        var names: Set<String> = []
        return try rows.enumerated().map { index, json in
            let path = "\(self.name)[\(index)]"
            let row = FixtureRow(try ObjectReader(json, path: path))
            guard names.insert(try row.string(name)).inserted else {
                throw FieldError(path: path, problem: "has the \(name) of another row")
            }
            if let unknown = row.members.members.keys.first(where: { $0 != name && !keys.contains($0) }) {
                throw row.members.error(unknown, "is not known")
            }
            return try read(row)
        }
    }
}

/// One row. Members that are absent, null where it means nothing, or of another type are errors that name file, row and member.
package struct FixtureRow {
    package let members: ObjectReader

    fileprivate init(_ members: ObjectReader) { self.members = members }

    /// A string, which may be empty.
    package func string(_ name: String) throws -> String {
        guard let value = try members.optionalString(name) else { throw members.error(name, "is missing") }
        return value
    }

    /// nil where it is absent.
    package func optionalString(_ name: String) throws -> String? { try members.optionalString(name) }

    package func int(_ name: String) throws -> Int {
        guard let value = try members.optionalInt(name) else { throw members.error(name, "is missing") }
        return value
    }

    package func array(_ name: String) throws -> [JSON] {
        guard let value = try members.optionalArray(name) else { throw members.error(name, "is missing") }
        return value
    }

    /// Of nothing but strings; empty where it is absent.
    package func strings(_ name: String) throws -> [String] {
        try (members.optionalArray(name) ?? []).map { value in
            guard let text = value.string else { throw members.error(name, "must hold strings, not \(value.kind)") }
            return text
        }
    }

    /// Anything, null too.
    package func json(_ name: String) throws -> JSON {
        guard let value = members.members[name] else { throw members.error(name, "is missing") }
        return value
    }
}
