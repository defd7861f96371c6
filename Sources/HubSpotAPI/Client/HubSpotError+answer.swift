import RelayCore

extension HubSpotError {
    /// Reads HubSpot's error answer. All of its fields are optional.
    ///
    /// Source: https://developers.hubspot.com/docs/api-reference/error-handling
    init(answer: HTTPAnswer, operation: String) {
        let body = (try? JSON.parse(answer.body)) ?? .null
        let errors = body["errors"]?.array ?? []
        let message = body["message"]?.string ?? ""
        var existingID: String?
        var fields: [String] = []
        let limit = answer.status == 429 ? Self.limit(body, message) : nil
        let category: Category
        switch answer.status {
        case 401: category = .unauthorized
        case 403:
            let scopes = Self.scopes(body, errors)
            category = .missingScope(scopes)
        case 404: category = .notFound
        case 409:
            category = .conflict
            existingID = Self.id(after: "Existing ID:", in: message)
        case 423: category = .locked
        case 429: category = limit == .daily ? .dailyLimit : .rateLimited
        // 477: the account is being moved. 408 and 499: the time was up, or something between hung up; neither says whether
        // HubSpot acted.
        case 408, 477, 499, 500...599: category = .unavailable
        case 400...499:
            category = .validation
            existingID = Self.idOfRace(message)
            fields = Self.fields(errors)
        default: category = .unexpectedAnswer
        }
        self.init(
            category, operation: operation, status: answer.status,
            correlationID: [body["correlationId"]?.string, answer.headers["x-hubspot-correlation-id"]].compactMap(\.self).first(
                where: Self.isName),
            retryAfterSeconds: answer.headers["retry-after"].flatMap { Int($0) }.map { min(max($0, 1), 86_400) }
                ?? Self.defaultWait(category, limit),
            detail: Self.codes(errors), fields: fields, limit: limit, existingID: existingID)
    }

    /// Seconds until another try makes sense where HubSpot names none. The daily limit ends at midnight in the account's
    /// time zone, which is not known here: it is asked again every quarter of an hour.
    private static func defaultWait(_ category: Category, _ limit: Limit?) -> Int? {
        switch category {
        case .rateLimited: limit == .second ? 1 : 10
        case .dailyLimit: 900
        case .locked: 2
        default: nil
        }
    }

    /// Told by the policy's name, else by HubSpot's sentence; what is neither is taken for the common limit.
    private static func limit(_ body: JSON, _ message: String) -> Limit {
        if let named = (body["policyName"]?.string).flatMap(Limit.init(rawValue:)) { return named }
        if message.contains("daily limit") { return .daily }
        return message.contains("your secondly limit") ? .second : .tenSeconds
    }

    /// `errors[].context.requiredGranularScopes`, or the older `context.requiredScopes` and `missingScopes`.
    private static func scopes(_ body: JSON, _ errors: [JSON]) -> [String] {
        var scopes: [String] = []
        for context in errors.compactMap({ $0["context"] }) + [body["context"]].compactMap(\.self) {
            for key in ["requiredGranularScopes", "requiredScopes", "missingScopes"] {
                scopes += (context[key]?.array ?? []).compactMap(\.string)
            }
        }
        return scopes.reduce(into: []) { unique, scope in if !unique.contains(scope), isName(scope) { unique.append(scope) } }
    }

    /// The names of refused properties and fields; never HubSpot's sentence, which quotes the value.
    private static func fields(_ errors: [JSON]) -> [String] {
        let names = errors.flatMap { error in
            let named = ["propertyName", "properties"].flatMap { error["context"]?[$0]?.array ?? [] }
            return [error["in"]?.string].compactMap(\.self) + named.compactMap(\.string)
        }
        return names.reduce(into: []) { unique, name in if isName(name), !unique.contains(name) { unique.append(name) } }
    }

    /// HubSpot's names for what is wrong: `ConversationsApiError.UNSUPPORTED_ACTOR_TYPE` is the last part of it.
    private static func codes(_ errors: [JSON]) -> String? {
        let codes = errors.compactMap { error -> String? in
            guard let name = error["subCategory"]?.string ?? error["code"]?.string, isName(name) else { return nil }
            return name.split(separator: ".").last.map(String.init)
        }
        let unique = codes.reduce(into: [String]()) { unique, code in if !unique.contains(code) { unique.append(code) } }
        return unique.isEmpty ? nil : unique.joined(separator: ", ")
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 80
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic && $0.isASCII || "._-[]0123456789".unicodeScalars.contains($0)
            }
    }

    /// `Contact already exists. Existing ID: 12345`
    private static func id(after label: String, in message: String) -> String? {
        guard let range = message.firstRange(of: label) else { return nil }
        let digits = message[range.upperBound...].drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? nil : String(digits)
    }

    /// `Cannot set PropertyValueCoordinates{…} on 1. 2 already has that value.`: the second id is the one that stands.
    private static func idOfRace(_ message: String) -> String? {
        guard let range = message.firstRange(of: " already has that value") else { return nil }
        let digits = message[..<range.lowerBound].reversed().prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? nil : String(digits.reversed())
    }
}
