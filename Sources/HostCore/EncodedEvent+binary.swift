import RelayCore

extension EncodedEvent {
    /// The event in the binary mode of CloudEvents' HTTP binding: its attributes as headers, its data as the body.
    ///
    /// Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
    package struct BinaryMode: Sendable {
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]
    }

    /// - Parameter extensions: Attributes that are added, or stand in the place of the event's own.
    /// - Throws: when an attribute has no form as a header.
    package func binaryMode(adding extensions: [String: String] = [:]) throws -> BinaryMode {
        var attributes: [(name: String, value: String)] = []
        var contentType = "application/json"
        var body: [UInt8] = []
        try JSONScanner.scan(bytes) { scanner in
            try scanner.object { scanner, name in
                switch name {
                case "data":
                    let start = scanner.position
                    try scanner.skip()
                    body = scanner.bytes(from: start)
                case "datacontenttype": contentType = try scanner.optionalString() ?? contentType
                default:
                    let name = try name.text()
                    guard let value = try Self.text(of: try scanner.value()), extensions[name] == nil else { return }
                    attributes.append((name, value))
                }
            }
        }
        attributes += extensions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var headers = attributes.map { (name: "ce-\($0.name)", value: Self.encoded($0.value)) }
        if !body.isEmpty { headers.append(("content-type", contentType)) }
        return BinaryMode(headers: headers, body: body)
    }

    /// nil for null, which is no attribute.
    private static func text(of value: JSON) throws -> String? {
        switch value {
        case .string(let text): text
        case .bool, .number: value.canonical
        case .null: nil
        default: throw ScanError()
        }
    }

    /// As the binding encodes a header's value: what is no printable ASCII, the space, the quotation mark and the percent sign.
    private static func encoded(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 0x0F)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
