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

    func deadLetters(_ query: ConsoleQuery) async throws -> JSON {
        let filter = DeadLetterFilter(
            code: try query.code(), since: try query.time("since", now: services.ambient.now()))
        return ["deadLetters": .array(try await services.queue.deadLetters(filter).map(\.json))]
    }

    /// One with its event.
    func deadLetter(_ number: String) async throws -> ConsoleAnswer {
        guard let id = Int64(number), let letter = try await services.queue.deadLetter(id) else {
            return .refused(404, .notFound, "there is no dead letter \(number)")
        }
        return .json(letter.jsonWithEvent)
    }

    /// Takes `{numbers}`, or `{code, since}`, each optional; `{all: true}` means every one. `{retried}`
    func retry(_ reader: ObjectReader) async throws -> JSON {
        let now = services.ambient.now()
        var count = 0
        if let numbers = try Self.numbers(reader) {
            for number in numbers where try await services.queue.revive(number, now: now) { count += 1 }
        } else {
            let query = ConsoleQuery(members: reader.members.reduce(into: [:]) { $0[$1.key] = $1.value.string })
            let filter = DeadLetterFilter(code: try query.code(), since: try query.time("since", now: now))
            guard filter != .all || reader.members["all"]?.bool == true else {
                throw FieldError(path: "numbers", problem: "is missing, and so are code, since and all")
            }
            count = try await services.queue.revive(filter, now: now)
        }
        services.wake()
        return ["retried": .number(JSONNumber(count))]
    }

    /// Takes `{numbers}`. `{dropped}`
    func drop(_ reader: ObjectReader) async throws -> JSON {
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
