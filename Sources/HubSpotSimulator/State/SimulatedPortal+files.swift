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

    /// As a message holds it: without an address, which would expire.
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
}
