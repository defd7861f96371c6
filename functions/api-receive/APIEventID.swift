import RelayCore

/// The id of the event that a request becomes.
enum APIEventID {
    private static let header = "idempotency-key"

    /// With an `Idempotency-Key`, the same for every request that carries it to the same address: they are one event, and the first
    /// one stands. Without it, new for each request.
    /// - Throws: ``FieldError`` for a key that is none.
    static func of(_ request: HTTPRequestEvent, to address: APIAddress, cause: RelayEvent) throws(FieldError) -> String {
        var parts = [address.operation.rawValue, address.sessionID ?? "", address.organization]
        if let key = request.headers[header] {
            guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw FieldError(path: header, problem: "must be 1 to 255 visible ASCII characters")
            }
            parts += ["key", key]
        } else {
            parts += ["request", cause.source, cause.id]
        }
        // As JSON, so that no two lists are one text.
        let text = JSON.array(parts.map(JSON.string)).canonical
        return "api:\(ShortHash.of(text, bytes: 16))"
    }
}
