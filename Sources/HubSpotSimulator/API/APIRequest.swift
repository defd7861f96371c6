import RelayCore

/// A call of the API, taken apart.
struct APIRequest: Sendable {
    var operation: Operation
    /// The values in the path.
    var parameters: [String: String]
    var path = ""
    /// Decoded, in their order.
    var query: [(name: String, value: String)]
    /// `.null` where there is none.
    var body: JSON
    /// The parts of a body that is a form.
    var form: [FormPart] = []
    /// Where the server is, without a slash at the end.
    var baseURL: String
    /// How many calls the app has made since midnight, this one included.
    var callsToday: Int

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    func query(_ name: String) -> String? { query.last { $0.name == name }?.value }

    /// A list given as `a,b`, by repeating the name, or both.
    func list(_ name: String) -> [String] {
        query.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
    }

    func flag(_ name: String) -> Bool { query(name)?.lowercased() == "true" }

    func limit(default standard: Int, max: Int) throws(PortalError) -> Int {
        guard let text = query("limit") else { return standard }
        guard let limit = Int(text), 1...max ~= limit else { throw .invalid("limit must be from 1 to \(max)") }
        return limit
    }

    /// The kind of objects that a segment of the path names.
    func type(_ name: String = "type") throws(PortalError) -> ObjectType {
        guard let type = ObjectType(named: parameter(name)) else {
            throw .unknownType(parameter(name))
        }
        return type
    }

    /// The body, which must be an object.
    func bodyReader() throws(PortalError) -> ObjectReader {
        do throws(FieldError) {
            return try ObjectReader(body, path: "")
        } catch {
            throw .invalid("Invalid input JSON: the body must be an object")
        }
    }

    /// `properties` of the body. Values may be text, numbers or booleans; null clears like an empty text.
    func properties() throws(PortalError) -> [String: String] { try Self.properties(of: try bodyReader()) }

    /// The same of one element of a batch.
    static func properties(of reader: ObjectReader) throws(PortalError) -> [String: String] {
        guard let members = reader.members["properties"]?.object else {
            throw .invalid("Invalid input JSON: properties must be an object")
        }
        var properties: [String: String] = [:]
        for (name, value) in members {
            switch value {
            case .string(let text): properties[name] = text
            case .number(let number): properties[name] = number.literal
            case .bool(let flag): properties[name] = flag ? "true" : "false"
            case .null: properties[name] = ""
            case .array, .object: throw .invalid("Invalid input JSON: the value of property \(name) must be text")
            }
        }
        return properties
    }
}

/// The answer to a call that went well.
struct APIReply: Sendable {
    var status = 200
    /// nil for no body.
    var body: JSON?

    static let noContent = APIReply(status: 204, body: nil)
    static func ok(_ body: JSON) -> APIReply { APIReply(status: 200, body: body) }
    static func created(_ body: JSON) -> APIReply { APIReply(status: 201, body: body) }
}
