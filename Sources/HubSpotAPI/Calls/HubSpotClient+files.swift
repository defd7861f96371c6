import RelayCore

/// Files: what is attached to messages.
///
/// Source: https://developers.hubspot.com/docs/api-reference/files-files-v3/guide
extension HubSpotClient {
    /// Where our files lie in the account's file manager.
    private static let folder = "/deskrelay"

    /// Uploads a file that only the account's users can read; its id, and its address where HubSpot names one.
    package func uploadFile(
        name: String, bytes: [UInt8], contentType: String
    ) async throws(HubSpotError) -> (id: String, url: String?) {
        let operation = "upload the file"
        var form = MultipartForm(boundary: "deskrelay-\(ambient.uniqueID())")
        form.append("options", JSON.object(["access": "PRIVATE"]).canonical)
        form.append("folderPath", Self.folder)
        form.append("file", fileName: name, contentType: contentType, bytes)
        let json = try await send(
            Request(operation: operation, method: "POST", path: paths.files, form: form, isWrite: true))
        let id = try read(operation, isWrite: true) { () throws(FieldError) in try ObjectReader(json, path: "file").id("id") }
        return (id, json["url"]?.string)
    }

    /// An address under which a private file can be read for a while, without a token.
    package func signedURL(fileID: String) async throws(HubSpotError) -> String {
        let operation = "read the file's signed address"
        let json = try await send(Request(operation: operation, path: paths.signedURL(fileID)))
        return try read(operation) { () throws(FieldError) in try ObjectReader(json, path: "file").string("url") }
    }
}
