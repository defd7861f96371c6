import Foundation
import HTTPTypes
import NIOCore
import RelayCore

/// The events of a request in one of the three modes of CloudEvents' HTTP binding: binary, structured and batch.
///
/// Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
struct CloudEventsRequest {
    let events: [RelayEvent]

    /// Why a request holds no events that can be taken.
    struct Refusal: Error {
        let status: HTTPResponse.Status
        let code: ReasonCode
        let message: String
    }

    private static let headerPrefix = "ce-"
    /// Of an attribute that stands in what an event leads to: a longer one has no room among the headers there.
    private static let longest = 1024

    /// - Throws: ``Refusal`` that names the field.
    init(headers: HTTPFields, body: ByteBuffer) throws(Refusal) {
        let mediaType = (headers[.contentType] ?? "").lowercased().prefix { $0 != ";" && $0 != " " }
        switch mediaType {
        case "application/cloudevents+json":
            events = [try Self.event(try Self.json(body), path: "")]
        case "application/cloudevents-batch+json":
            let json = try Self.json(body)
            guard let elements = json.array else {
                throw Refusal(status: .badRequest, code: .badField, message: "the batch must be an array, not \(json.kind)")
            }
            var events: [RelayEvent] = []
            for (index, element) in elements.enumerated() { events.append(try Self.event(element, path: "[\(index)]")) }
            self.events = events
        case _ where mediaType.hasPrefix("application/cloudevents"):
            throw Refusal(
                status: .unsupportedMediaType, code: .badField, message: "content-type must be one of CloudEvents' JSON")
        default:
            events = [try Self.event(try Self.binary(headers, body), path: "")]
        }
    }

    private static func event(_ json: JSON, path: String) throws(Refusal) -> RelayEvent {
        guard json.object != nil else {
            let what = path.isEmpty ? "the event" : path
            throw Refusal(status: .badRequest, code: .notAnObject, message: "\(what) must be an object, not \(json.kind)")
        }
        let prefix = path.isEmpty ? "" : "\(path)."
        for name in ["id", "source", "subject", "causationid"] where (json[name]?.string?.utf8.count ?? 0) > longest {
            throw Refusal(
                status: .badRequest, code: .badField, message: "\(prefix)\(name) must have at most \(longest) bytes")
        }
        do {
            return try RelayEvent(json: json)
        } catch {
            let code: ReasonCode = error.path == "specversion" ? .badSpecversion : .badField
            throw Refusal(status: .badRequest, code: code, message: "\(prefix)\(error.description)")
        }
    }

    /// Attributes are headers, and the body is the data.
    private static func binary(_ headers: HTTPFields, _ body: ByteBuffer) throws(Refusal) -> JSON {
        var members: JSONObject = [:]
        for field in headers where field.name.canonicalName.hasPrefix(headerPrefix) {
            guard let value = decoded(field.value) else {
                throw Refusal(
                    status: .badRequest, code: .badField, message: "\(field.name.canonicalName) is not encoded as it must be")
            }
            let name = String(field.name.canonicalName.dropFirst(headerPrefix.count))
            guard members[name] == nil else {
                throw Refusal(status: .badRequest, code: .badField, message: "\(field.name.canonicalName) stands more than once")
            }
            members[name] = attribute(name, value)
        }
        if let contentType = headers[.contentType] { members["datacontenttype"] = .string(contentType) }
        if body.readableBytes > 0 { members["data"] = try json(body, name: "data") }
        return .object(members)
    }

    /// Those that are no strings; their values count for nothing in a new event.
    private static func attribute(_ name: String, _ value: String) -> JSON {
        switch name {
        case "attempt": Int(value).map { .number(JSONNumber($0)) } ?? .string(value)
        case "lastattempt": Bool(value).map { .bool($0) } ?? .string(value)
        default: .string(value)
        }
    }

    /// A header's value: quoted or not, and percent-encoded where it is not plain ASCII.
    private static func decoded(_ value: String) -> String? {
        guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return value.removingPercentEncoding }
        var text = ""
        var isEscaped = false
        for character in value.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                text.append(character)
                isEscaped = false
            }
        }
        return text.removingPercentEncoding
    }

    private static func json(_ body: ByteBuffer, name: String = "the body") throws(Refusal) -> JSON {
        do {
            return try JSON.parse(body.readableBytesView)
        } catch {
            let code: ReasonCode = error.problem == .notUTF8 ? .notUTF8 : .notJSON
            throw Refusal(status: .badRequest, code: code, message: "\(name) is not JSON: \(error.description)")
        }
    }
}
