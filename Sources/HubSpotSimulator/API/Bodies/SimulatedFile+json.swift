import FoundationEssentials
import RelayCore

extension SimulatedFile {
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
}
