import Foundation
import RelayCore

/// Pages of the conversations API, whose cursors are opaque.
enum Page {
    /// Cuts a page out of everything, and only then drops what is not to be shown: as in HubSpot, a page may hold fewer
    /// rows than its limit and still have a next one.
    static func json<Element>(
        _ all: [Element], after: String?, limit: Int, isShown: (Element) -> Bool = { _ in true }, json: (Element) -> JSON
    ) throws(Refusal) -> JSON {
        let start = try after.map(offset) ?? 0
        let window = all.dropFirst(start).prefix(limit)
        var answer: [String: JSON] = ["results": .array(window.filter(isShown).map(json))]
        let next = start + window.count
        if next < all.count { answer["paging"] = ["next": ["after": .string(cursor(next))]] }
        return .object(answer)
    }

    private static func cursor(_ offset: Int) -> String { Data("o:\(offset)".utf8).base64EncodedString() }

    private static func offset(_ cursor: String) throws(Refusal) -> Int {
        guard let data = Data(base64Encoded: cursor), let text = String(validating: data, as: UTF8.self), text.hasPrefix("o:"),
            let offset = Int(text.dropFirst(2)), offset >= 0
        else { throw .invalid("after is not a cursor of this list") }
        return offset
    }
}
