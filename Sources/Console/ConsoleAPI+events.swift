import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import Operations
import RelayCore

extension ConsoleAPI {
    /// `{entries, next}`, the newest first; `next` is the `before` of the next page, null where there is none.
    func events(_ query: ConsoleQuery) async throws -> JSON {
        let limit = try query.number("limit", 1...1000) ?? 100
        let before = try query.number("before", 0...Int.max).map(Int64.init)
        let entries = try await services.history.entries(
            try query.filter(now: services.ambient.now()), before: before, limit: limit)
        let next = entries.count == limit ? entries.last.map { Int($0.number) } : nil
        return ["entries": .array(entries.map(\.json)), "next": .optional(next)]
    }

    /// One invocation with its texts and the other deliveries of its event: `{entry, event, result, log, deliveries, emitted}`.
    func event(_ number: String) async throws -> ConsoleAnswer {
        guard let number = Int64(number), let entry = try await services.history.entry(number) else {
            return .refused(404, .notFound, "the history has no invocation \(number)")
        }
        let texts = try await services.history.texts(of: [number])[number]?.json
        let deliveries = try await services.history.entries(entry.deliveries, before: nil, limit: 100)
        let emitted = try await services.history.entries(entry.effects, before: nil, limit: 100)
        return .json([
            "entry": entry.json, "event": texts?["event"] ?? .null, "result": texts?["result"] ?? .null,
            "log": texts?["log"] ?? [], "isKept": .bool(texts != nil), "deliveries": .array(deliveries.map(\.json)),
            "emitted": .array(emitted.map(\.json)),
        ])
    }

    /// Without the texts: ``event(_:)`` has those of one step.
    func trace(_ id: String) async throws -> ConsoleAnswer {
        guard let found = try await StorySearch(services.history).story(of: id, withTexts: false) else {
            return .refused(404, .notFound, "the history knows no event, thread, session or message \(id)")
        }
        return .json(found.story.json(id: id, kind: found.kind, withTexts: false))
    }

    func report(_ query: ConsoleQuery) async throws -> JSON {
        let now = services.ambient.now()
        let since = try query.time("since", now: now) ?? now - 86_400
        let listed = try query.number("unanswered", 0...1000) ?? 20
        return try await Report.of(services.history, since: since, now: now, reasons: listed).json(listed: listed)
    }

    func explain(_ id: String) async throws -> ConsoleAnswer {
        guard let explain = services.explain else {
            return .refused(404, .badConfiguration, "this host does not know the functions' configuration")
        }
        do {
            return .json(try await explain(id))
        } catch {
            let result = FunctionResult(ending: error)
            let code = result.code ?? .internalError
            return .refused(code == .notFound ? 404 : 502, code, result.message ?? code.meaning)
        }
    }

    func check() async throws -> ConsoleAnswer {
        guard let check = services.check else { return .refused(404, .notFound, "this host does not check its set-up") }
        return .json(try await check())
    }

    // MARK: Replay

    /// Takes `{number}`, and an edited `event`, or `dryRun`. `{eventId, notRepeated}`
    func replay(_ body: ObjectReader) async throws -> ConsoleAnswer {
        try body.checkNames(["number", "event", "dryRun"])
        guard let number = body.members["number"]?.int else { throw FieldError(path: "number", problem: "is missing") }
        guard let entry = try await services.history.entry(Int64(number)) else {
            return .refused(404, .notFound, "the history has no invocation \(number)")
        }
        let event = try await Replay.event(of: entry, in: services.history)
        let edited = try body.optionalObject("event").map { try RelayEvent(json: .object($0.members)) }
        let replay = Replay(event, edited: edited?.data, ambient: services.ambient)
        let notRepeated = JSON.array(try await notRepeated(replay.event).map(JSON.string))
        if try body.optionalBool("dryRun") == true { return .json(["event": replay.event.json, "notRepeated": notRepeated]) }
        try await services.accept([replay.event])
        return .json(["eventId": .string(replay.event.id), "notRepeated": notRepeated], status: 202)
    }

    private func notRepeated(_ event: RelayEvent) async throws -> [String] {
        guard let sessions = services.sessions else { return [] }
        return try await Replay.standing(event, in: sessions.store(of: event))
    }
}
