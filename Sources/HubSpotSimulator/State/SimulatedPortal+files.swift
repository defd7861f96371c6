import FoundationEssentials
import RelayCore

/// A file that a person attaches.
package struct AttachedFile: Sendable, Hashable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension SimulatedPortal {
    func store(_ name: String, _ bytes: [UInt8], access: String, folder: String) -> SimulatedFile {
        let file = SimulatedFile(
            id: sequence.file(), fileName: name, bytes: bytes, access: access, folder: folder, createdAt: instant())
        files[file.id] = file
        return file
    }

    package func file(_ id: String) -> SimulatedFile? { files[id] }

    /// As a message holds it. The address comes only when the message is read, because it expires.
    func attach(_ attached: [AttachedFile]) -> [JSON] {
        attached.map { attached in
            let file = store(attached.name, attached.bytes, access: "PRIVATE", folder: "/conversations")
            return Self.attachment(file)
        }
    }

    static func attachment(_ file: SimulatedFile) -> JSON {
        [
            "type": "FILE", "fileId": .string(file.id), "fileUsageType": .string(file.usage), "name": .string(file.fileName),
        ]
    }

    /// An address at which anybody can read the file until it expires.
    func signedURL(of file: SimulatedFile, seconds: Int) -> (url: String, expiresAt: Date) {
        let expires = Timestamp.milliseconds(ambient.now()) / 1000 + seconds
        let signature = SimulatedFile.signature(file.id, expires: expires, key: fileKey)
        return (
            "\(publicURL)\(ControlPath.files)/\(file.id)?expires=\(expires)&signature=\(signature)",
            Timestamp.date(milliseconds: expires * 1000)
        )
    }

    /// - Throws: 403 when the address has expired or was not made by the portal.
    func download(_ id: String, expires: String?, signature: String?) throws(Refusal) -> SimulatedFile {
        guard let file = files[id] else { throw .notFound }
        guard file.access == "PRIVATE" else { return file }
        guard let expires = expires.flatMap({ Int($0) }), expires * 1000 > Timestamp.milliseconds(ambient.now()),
            signature == SimulatedFile.signature(id, expires: expires, key: fileKey)
        else { throw Refusal(403, "the address has expired or is not signed") }
        return file
    }

    private var fileKey: String { settings.accessToken.reveal() }

    /// An item of a thread as the API gives it, with the addresses of its attachments.
    func json(of message: SimulatedMessage, threadID: String) -> JSON {
        var message = message
        message.attachments = message.attachments.map { attachment in
            guard let id = attachment["fileId"]?.string, let file = files[id], case .object(var members) = attachment else {
                return attachment
            }
            members["url"] = .string(signedURL(of: file, seconds: 3600).url)
            return .object(members)
        }
        return message.json(threadID: threadID)
    }
}
