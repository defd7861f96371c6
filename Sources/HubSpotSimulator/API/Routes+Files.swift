import RelayCore

/// Source: https://developers.hubspot.com/docs/api-reference/files-files-v3/guide
extension SimulatedPortal {
    func uploadFile(_ request: APIRequest) throws(PortalError) -> APIReply {
        func part(_ name: String) -> FormPart? { request.form.first { $0.name == name } }
        guard let file = part("file") else { throw .invalid("the form has no part named file") }
        guard let options = part("options").flatMap({ try? JSON.parse($0.bytes) }), let access = options["access"]?.string else {
            throw .invalid("the form's part options must be a JSON object with access")
        }
        guard Self.accesses.contains(access) else { throw .invalid("access is not one of \(Self.accesses.sorted())") }
        guard let folder = part("folderPath")?.text ?? part("folderId")?.text, !folder.isEmpty else {
            throw .invalid("folderPath or folderId must be given")
        }
        let name = part("fileName")?.text ?? file.fileName ?? "file"
        let path = "/" + folder.split(separator: "/").joined(separator: "/")
        return .created(json(of: store(name, file.bytes, access: access, folder: path), request))
    }

    private static let accesses: Set<String> = [
        "PRIVATE", "PUBLIC_INDEXABLE", "PUBLIC_NOT_INDEXABLE", "HIDDEN_INDEXABLE", "HIDDEN_NOT_INDEXABLE", "HIDDEN_PRIVATE",
        "HIDDEN_SENSITIVE", "SENSITIVE",
    ]

    func getFile(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let file = files[request.parameter("id")] else { throw .notFound }
        return .ok(json(of: file, request))
    }

    func getSignedURL(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let file = files[request.parameter("id")] else { throw .notFound }
        guard let seconds = Int(request.query("expirationSeconds") ?? "3600"), 1...1_000_000_000 ~= seconds else {
            throw .invalid("expirationSeconds must be a whole number from 1 to 1000000000")
        }
        let end = expiry(after: seconds)
        return .ok(file.signedJSON(url: files(at: request.baseURL).signedAddress(of: file, until: end), expiresAt: end))
    }

    private func json(of file: SimulatedFile, _ request: APIRequest) -> JSON {
        file.json(url: files(at: request.baseURL).address(of: file))
    }
}
