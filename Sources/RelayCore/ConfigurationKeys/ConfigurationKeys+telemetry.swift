/// Where traces go, by the variables that OpenTelemetry gives names to.
///
/// Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/
extension ConfigurationKeys {
    package static let traceCollector = ConfigurationKey<String?>(
        "OTEL_EXPORTER_OTLP_ENDPOINT", .deployment, ValueParser<String>.url.optional, default: nil,
        "The OpenTelemetry collector that traces are sent to, as OTLP in JSON over HTTP; /v1/traces is added.")
    package static let traceAddress = ConfigurationKey<String?>(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", .deployment, ValueParser<String>.exactURL.optional, default: nil,
        "The whole address that traces are sent to, in its place.")
    package static let traceHeaders = ConfigurationKey<[TraceHeader]>(
        "OTEL_EXPORTER_OTLP_HEADERS", .deployment, TraceHeader.parser, default: [], isSecret: true,
        "Headers of what is sent there: name=value, separated by commas, percent-encoded.")
    package static let traceService = ConfigurationKey<String>(
        "OTEL_SERVICE_NAME", .deployment, .text, default: "deskrelay", shownDefault: "deskrelay",
        "The name of the service in traces.")

    static let telemetryKeys: [KeyDefinition] = [
        traceCollector.definition, traceAddress.definition, traceHeaders.definition, traceService.definition,
    ]
}

/// A header of what is sent to the collector, as it is written: percent-encoded. It may be a key for it.
package struct TraceHeader: Sendable, Hashable {
    package let name: String
    package let value: Secret

    static let parser = ValueParser<[String]>.list.map(type: "list of name=value") { pairs throws(ValueFault) in
        var headers: [TraceHeader] = []
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
                throw ValueFault("must be name=value, separated by commas")
            }
            headers.append(TraceHeader(name: parts[0], value: Secret(parts[1])))
        }
        return headers
    }
}
