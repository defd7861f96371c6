import FoundationEssentials
import HostCore
import RelayCore

/// One span as OTLP has it in JSON.
///
/// Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding and
/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
struct OTLPSpan: Sendable {
    enum Kind: Int, Sendable {
        case server = 2
        case client = 3
        case consumer = 5
    }

    var context: (traceID: String, spanID: String)
    var parentSpanID: String?
    var name: String
    var kind: Kind
    var started: Date
    var ended: Date
    /// Without those that are not known.
    var attributes: [(name: String, value: JSON)]
    /// Why it is an error; nil where it is none.
    var fault: String?

    var json: JSON {
        .present([
            "traceId": .string(context.traceID), "spanId": .string(context.spanID), "parentSpanId": .optional(parentSpanID),
            "name": .string(name), "kind": .number(JSONNumber(kind.rawValue)), "startTimeUnixNano": Self.time(started),
            "endTimeUnixNano": Self.time(max(started, ended)), "attributes": Self.attributes(attributes),
            "status": fault.map { JSON.object(["code": 2, "message": .string($0)]) } ?? .null,
        ])
    }

    /// A text, as every 64-bit number of ProtoJSON.
    private static func time(_ date: Date) -> JSON {
        .string("\((date.timeIntervalSince1970 * 1_000_000).whole(in: 0...Int.max / 1000))000")
    }

    static func attributes(_ attributes: [(name: String, value: JSON)]) -> JSON {
        .array(
            attributes.compactMap { attribute -> JSON? in
                value(attribute.value).map { ["key": .string(attribute.name), "value": $0] }
            })
    }

    private static func value(_ json: JSON) -> JSON? {
        switch json {
        case .string(let text): ["stringValue": .string(text)]
        case .bool(let bool): ["boolValue": .bool(bool)]
        case .number(let number): number.int.map { ["intValue": .string("\($0)")] } ?? ["doubleValue": json]
        case .array(let values): ["arrayValue": ["values": .array(values.compactMap(value))]]
        default: nil
        }
    }
}
