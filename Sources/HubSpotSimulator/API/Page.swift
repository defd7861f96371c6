import Foundation
import RelayCore

/// Pages of the conversations API, whose cursors are opaque.
struct Page: Sendable {
    var after: String?
    var limit: Int
    /// Of the call.
    var path: String
    /// Whether a cursor comes percent-encoded, `…%3D%3D`, as was seen live: whoever encodes it once more gets an error.
    var encodesCursors: Bool
    /// Whether the answer says how many there are on all pages.
    var tellsTotal = false

    /// Cuts a page out of everything, and only then drops what is not to be shown: as in HubSpot, a page may hold fewer
    /// rows than its limit and still have a next one.
    func json<Element>(
        _ all: [Element], isShown: (Element) -> Bool = { _ in true }, json: (Element) -> JSON
    ) throws(PortalError) -> JSON {
        let start = try after.map(Self.offset) ?? 0
        let window = all.dropFirst(start).prefix(limit)
        var answer: JSONObject = ["results": .array(window.filter(isShown).map(json))]
        if tellsTotal { answer["total"] = .number(JSONNumber(all.count)) }
        let next = start + window.count
        if next < all.count {
            let plain = Self.cursor(next)
            let encoded = plain.replacing("=", with: "%3D")
            answer["paging"] = [
                "next": [
                    "after": .string(encodesCursors ? encoded : plain),
                    "link": .string("\(link)?after=\(encoded)&limit=\(limit)"),
                ]
            ]
        }
        return .object(answer)
    }

    /// The address of the next page is under another alias of the path than the one that was called: it is not to be followed.
    private var link: String {
        let alias = path.replacing(
            "/conversations/v3/conversations/", with: "/conversations/conversations/v3/", maxReplacements: 1)
        return "https://api.hubapi.com\(alias)"
    }

    /// Of a length that base64 must pad with `==`.
    private static func cursor(_ offset: Int) -> String {
        let digits = String(offset)
        let text = "o:" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return Data(text.utf8).base64EncodedString()
    }

    private static func offset(_ cursor: String) throws(PortalError) -> Int {
        guard let data = Data(base64Encoded: cursor), let text = String(validating: data, as: UTF8.self), text.hasPrefix("o:"),
            let offset = Int(text.dropFirst(2)), offset >= 0
        else { throw .invalid("after is not a cursor of this list") }
        return offset
    }
}

extension SimulatedPortal {
    func page(_ request: APIRequest, limit: Int, tellsTotal: Bool = false) -> Page {
        Page(
            after: request.query("after"), limit: limit, path: request.path, encodesCursors: settings.encodesCursors,
            tellsTotal: tellsTotal)
    }
}
