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

    var nameParts: (name: String, ending: String) {
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
}
