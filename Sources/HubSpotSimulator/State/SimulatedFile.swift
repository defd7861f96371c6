import Crypto
import FoundationEssentials
import RelayCore

/// A file of the portal: uploaded by the app, or attached by a customer.
package struct SimulatedFile: Sendable, Hashable {
    package let id: String
    /// With its ending.
    package var fileName: String
    package var bytes: [UInt8]
    /// `PRIVATE`, `PUBLIC_NOT_INDEXABLE`, …
    package var access: String
    package var folder: String
    package let createdAt: Date

    private var nameParts: (name: String, ending: String) {
        guard let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex else { return (fileName, "") }
        return (String(fileName[..<dot]), String(fileName[fileName.index(after: dot)...]).lowercased())
    }

    var kind: String {
        switch nameParts.ending {
        case "png", "jpg", "jpeg", "gif", "webp", "svg": "IMG"
        case "mp3", "ogg", "wav", "m4a": "AUDIO"
        case "mp4", "mov", "webm": "MOVIE"
        case "pdf", "txt", "md", "doc", "docx", "csv": "DOCUMENT"
        default: "OTHER"
        }
    }

    /// As an attachment of a message names it.
    var usage: String { kind == "IMG" ? "IMAGE" : kind == "AUDIO" ? "AUDIO" : "OTHER" }

    /// - Parameter url: Where it can be had without a token; of files that are not private only.
    func json(url: String) -> JSON {
        let time = JSON.string(Timestamp.rfc3339(createdAt))
        let (name, ending) = nameParts
        return [
            "id": .string(id), "name": .string(name), "extension": .string(ending), "type": .string(kind),
            "size": .number(JSONNumber(bytes.count)), "access": .string(access), "path": .string("\(folder)/\(fileName)"),
            "url": .string(url), "defaultHostingUrl": .string(url), "isUsableInContent": true, "createdAt": time,
            "updatedAt": time, "archived": false,
        ]
    }

    func signedJSON(url: String, expiresAt: Date) -> JSON {
        let (name, ending) = nameParts
        return [
            "url": .string(url), "expiresAt": .string(Timestamp.rfc3339(expiresAt)), "name": .string(name),
            "extension": .string(ending), "type": .string(kind), "size": .number(JSONNumber(bytes.count)),
        ]
    }

    /// What makes an address that expires hard to guess.
    static func signature(_ id: String, expires: Int, key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id) \(expires)".utf8), using: SymmetricKey(data: Array(key.utf8)))
        return String(Hex.string(code).prefix(32))
    }
}
