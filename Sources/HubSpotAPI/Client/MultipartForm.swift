/// A body of `multipart/form-data` (RFC 7578).
struct MultipartForm: Sendable {
    /// Stands in no part: made of a new unique name.
    let boundary: String
    private var parts: [UInt8] = []

    init(boundary: String) { self.boundary = boundary }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }
    var bytes: [UInt8] { parts + Array("--\(boundary)--\r\n".utf8) }

    mutating func append(_ name: String, _ text: String) { append(header: #"name="\#(name)""#, Array(text.utf8)) }

    mutating func append(_ name: String, fileName: String, contentType: String, _ bytes: [UInt8]) {
        let type = contentType.unicodeScalars.filter { $0.isASCII && $0.value > 0x20 && $0.value != 0x7F }
        append(
            header: #"name="\#(name)"; filename="\#(Self.escaped(fileName))""# + "\r\nContent-Type: "
                + String(String.UnicodeScalarView(type)), bytes)
    }

    private mutating func append(header: String, _ bytes: [UInt8]) {
        parts += Array("--\(boundary)\r\nContent-Disposition: form-data; \(header)\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    /// As browsers write it. Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
