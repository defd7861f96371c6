/// One part of a `multipart/form-data` body (RFC 7578).
struct FormPart: Sendable, Hashable {
    var name: String
    /// nil for a field that is no file.
    var fileName: String?
    var bytes: [UInt8]

    var text: String? { String(validating: bytes, as: UTF8.self) }

    /// - Parameter contentType: The header, which names the boundary.
    /// - Returns: nil when the body is no such form.
    static func parse(_ body: [UInt8], contentType: String) -> [FormPart]? {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = parameter("boundary", of: contentType), !boundary.isEmpty
        else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line end before it.
        let pieces = split(Array("\r\n".utf8) + body, by: delimiter)
        guard pieces.count >= 2, pieces.last?.starts(with: Array("--".utf8)) == true else { return nil }
        var parts: [FormPart] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let part = part(piece) else { return nil }
            parts.append(part)
        }
        return parts
    }

    private static func part(_ piece: ArraySlice<UInt8>) -> FormPart? {
        let sections = split(Array(piece), by: Array("\r\n\r\n".utf8), max: 1)
        guard sections.count == 2, let head = String(validating: sections[0], as: UTF8.self) else { return nil }
        // Not by character: CR LF is one.
        let lines = head.utf8.split { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }.map { String(Substring($0)) }
        guard let disposition = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = parameter("name", of: disposition)
        else { return nil }
        return FormPart(name: name, fileName: parameter("filename", of: disposition), bytes: Array(sections[1]))
    }

    /// `name="value"` or `name=value` of a header. Between quotes everything is text but what browsers escape there.
    /// Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    private static func parameter(_ name: String, of header: String) -> String? {
        for field in fields(header).dropFirst() {
            let pair = field.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            guard pair[1].first == "\"" else { return String(pair[1].prefix { $0 != " " }) }
            let value = String(pair[1].dropFirst().prefix { $0 != "\"" })
            return value.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
        }
        return nil
    }

    /// What stands between the semicolons outside quotes.
    private static func fields(_ header: String) -> [Substring] {
        var isQuoted = false
        return header.split { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ";" && !isQuoted
        }
    }

    private static func split(_ bytes: [UInt8], by delimiter: [UInt8], max: Int = .max) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while pieces.count < max, position + delimiter.count <= bytes.count {
            if bytes[position] == delimiter[0], bytes[position..<position + delimiter.count].elementsEqual(delimiter) {
                pieces.append(bytes[start..<position])
                position += delimiter.count
                start = position
            } else {
                position += 1
            }
        }
        return pieces + [bytes[start...]]
    }
}
