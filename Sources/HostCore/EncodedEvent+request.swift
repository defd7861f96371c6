import RelayCore

extension EncodedEvent {
    /// Headers that say who sent a request and how it is signed, and open nothing.
    private static let shownHeaders: Set<String> = [
        "content-type", "content-length", "host", "user-agent", "x-hubspot-request-timestamp", "x-hubspot-signature-version",
        "x-forwarded-proto", "x-forwarded-host",
    ]

    /// A request as it may be kept: without its secrets, which stand in its address and its headers, and without its body,
    /// which stands in the events that the function made of it.
    package var requestWithoutBody: JSON {
        var data: JSONObject = [:]
        try? JSONScanner.scan(bytes) { scanner in
            try scanner.object { scanner, name in
                guard case "data" = name, scanner.isAtObject else { return try scanner.skip() }
                try scanner.object { scanner, name in
                    switch name {
                    case "method": data["method"] = try scanner.value()
                    case "route": data["route"] = try scanner.value()
                    case "headers": data["headers"] = .object(Self.shown(try scanner.value().object ?? [:]))
                    default: try scanner.skip()
                    }
                }
            }
        }
        return RelayEvent(id: id, source: key.source, type: type, data: .object(data), organization: key.organization).json
    }

    private static func shown(_ headers: JSONObject) -> JSONObject {
        headers.filter { shownHeaders.contains($0.key.lowercased()) }
    }
}
