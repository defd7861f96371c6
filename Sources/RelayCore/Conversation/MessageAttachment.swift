/// What hangs on a message: a file, or something of another kind that is kept by its type alone.
package struct MessageAttachment: Sendable, Hashable {
    /// `FILE`, `LOCATION`, `CONTACT`, `QUICK_REPLIES`, `UNSUPPORTED_CONTENT`, … or a value that HubSpot adds later.
    package var type: String
    package var fileID: String?
    package var name: String?
    /// Signed by HubSpot and good for a while only: read it when it is needed and do not keep it.
    package var url: String?

    package init(json: JSON) {
        type = json["type"]?.string ?? "FILE"
        fileID = json["fileId"]?.id
        name = (json["name"]?.string).flatMap(PrintedText.line)
        url = json["url"]?.string
    }

    /// For people.
    package var title: String { name ?? fileID ?? "attachment" }
}
