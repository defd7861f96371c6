import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import Operations
import RelayCore

extension ConsoleAPI {
    /// `{counts, waits, waiting}`: how many, what is waited for and since when, and the events that have waited longest.
    func queue() async throws -> JSON {
        [
            "counts": try await services.queue.counts().json,
            "waits": .array(try await services.queue.waits().map(\.advice)),
            "waiting": .array(try await services.queue.waitingEvents(limit: 200).map(\.json)),
        ]
    }

    /// `{deadLetters, counts, next}`: the oldest first; how many there are by code; `next` is the `after` of the next page.
    func deadLetters(_ query: ConsoleQuery) async throws -> JSON {
        let filter = DeadLetterFilter(
            code: try query.code(), since: try query.time("since", now: services.ambient.now()))
        let limit = try query.number("limit", 1...1000) ?? 500
        let letters = try await services.queue.deadLetters(
            filter, after: try query.number("after", 0...Int.max).map(Int64.init), limit: limit)
        let counts = try await services.queue.deadLetterCounts(filter).mapValues { JSON.number(JSONNumber($0)) }
        return [
            "deadLetters": .array(letters.map(\.json)), "counts": .object(JSONObject(counts)),
            "next": .optional(letters.count == limit ? letters.last.map { Int($0.id) } : nil),
        ]
    }

    /// One with its event.
    func deadLetter(_ number: String) async throws -> ConsoleAnswer {
        guard let id = Int64(number), let found = try await services.queue.deadLetter(id) else {
            return .refused(404, .notFound, "there is no dead letter \(number)")
        }
        return .json(found.letter.json(with: found.event))
    }

    /// Takes one of `{numbers}`, `{code, since}`, each optional, and `{all: true}`, which means every one. `{retried}`
    func retry(_ reader: ObjectReader) async throws -> JSON {
        try reader.checkNames(["numbers", "code", "since", "all"])
        let now = services.ambient.now()
        let numbers = try Self.numbers(reader)
        let filter = try Self.filter(reader, now: now)
        let isAll = try reader.optionalBool("all") ?? false
        guard [numbers != nil, filter != .all, isAll].filter(\.self).count == 1 else {
            throw FieldError(path: "numbers", problem: "must be given, or code and since, or all: true; and no two of them")
        }
        var count = 0
        if let numbers {
            for number in numbers where try await services.queue.revive(number, now: now) { count += 1 }
        } else {
            count = try await services.queue.revive(filter, now: now)
        }
        services.wake()
        return ["retried": .number(JSONNumber(count))]
    }

    private static func filter(_ reader: ObjectReader, now: Date) throws(FieldError) -> DeadLetterFilter {
        var members: [String: String] = [:]
        for name in ["code", "since"] { members[name] = try reader.optionalString(name) }
        let query = ConsoleQuery(members: members)
        return DeadLetterFilter(code: try query.code(), since: try query.time("since", now: now))
    }

    /// Takes `{numbers}`. `{dropped}`
    func drop(_ reader: ObjectReader) async throws -> JSON {
        try reader.checkNames(["numbers"])
        guard let numbers = try Self.numbers(reader) else {
            throw FieldError(path: "numbers", problem: "is missing")
        }
        var count = 0
        for number in numbers where try await services.queue.drop(number) { count += 1 }
        return ["dropped": .number(JSONNumber(count))]
    }

    private static func numbers(_ reader: ObjectReader) throws(FieldError) -> [Int64]? {
        try reader.optionalArray("numbers")?.map { json throws(FieldError) in
            guard let number = json.int else { throw FieldError(path: "numbers", problem: "must be whole numbers") }
            return Int64(number)
        }
    }
}
