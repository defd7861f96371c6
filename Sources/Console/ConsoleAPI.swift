import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import Logging
import Operations
import RelayCore

/// The console's JSON under `/console/api`: what the page shows, and what commands print with `--json`.
package struct ConsoleAPI: ConsoleSurface {
    let services: ConsoleServices
    /// What is shown below `/console` beside the API: the page, and what a host adds.
    private let page: ConsolePage

    package init(_ services: ConsoleServices, page: ConsolePage = ConsolePage()) {
        self.services = services
        self.page = page
    }

    package func answer(_ request: ConsoleRequest) async -> ConsoleAnswer {
        guard request.path.first == "api" else { return await page.answer(request) }
        do {
            let path = Array(request.path.dropFirst())
            let query = ConsoleQuery(members: request.query)
            switch request.method {
            case "GET", "HEAD": return try await shown(path, query, request)
            case "POST": return try await done(path, try Self.members(request.body))
            default: return .refused(405, .methodNotAllowed, ReasonCode.methodNotAllowed.meaning)
            }
        } catch let error as FieldError {
            return .refused(400, .badField, error.description)
        } catch let error as Replay.Objection {
            return .refused(404, .notFound, error.description)
        } catch {
            return failed(error, request)
        }
    }

    /// What went wrong is in the log, too.
    /// - Parameter known: What the caller is told, where more is known than the error says.
    func failed(_ error: any Error, _ request: ConsoleRequest, as known: FunctionResult? = nil) -> ConsoleAnswer {
        let result = known ?? FunctionResult(ending: error)
        let code = result.code ?? .internalError
        // Without an id, which may be anybody's.
        services.logger.error(
            "the console could not answer",
            metadata: [
                "path": "\(request.path.prefix(2).joined(separator: "/"))", "code": "\(code.rawValue)",
                "detail": "\(error.logDetail)",
            ])
        return .refused(result.status == .retry ? 503 : 500, code, result.message ?? code.meaning)
    }

    private func shown(_ path: [String], _ query: ConsoleQuery, _ request: ConsoleRequest) async throws -> ConsoleAnswer {
        let id = path.count == 2 ? path[1] : nil
        try query.checkNames(id == nil ? Self.queryNames[path.first ?? ""] ?? [] : [])
        switch (path.first, id) {
        case ("info", nil): return .json(services.info.json(missing: services.missing()))
        case ("codes", nil): return .json(["codes": .array(ReasonCode.allCases.map(\.json))])
        case ("events", nil): return .json(try await events(query))
        case ("events", let id?): return try await event(id)
        case ("trace", let id?): return try await trace(id)
        case ("explain", let id?): return try await explain(id)
        case ("check", nil): return try await check()
        case ("report", nil): return .json(try await report(query))
        case ("sessions", nil): return .json(try await sessions(query))
        case ("sessions", let id?): return try await session(id)
        case ("queue", nil): return .json(try await queue())
        case ("dead-letters", nil): return .json(try await deadLetters(query))
        case ("dead-letters", let id?): return try await deadLetter(id)
        case ("stream", nil): return try stream(query, request)
        default: return .unknownPath
        }
    }

    /// What the addresses without an id take.
    private static let queryNames = [
        "events": ConsoleQuery.filterNames + ["before", "limit"], "stream": ConsoleQuery.filterNames,
        "report": ["since", "unanswered"],
        "sessions": ["organization", "state", "before", "limit"], "dead-letters": ["code", "since", "after", "limit"],
    ]

    private func done(_ path: [String], _ body: ObjectReader) async throws -> ConsoleAnswer {
        switch path.first {
        case "replay" where path.count == 1: return try await replay(body)
        case "dead-letters" where path == ["dead-letters", "retry"]: return .json(try await retry(body))
        case "dead-letters" where path == ["dead-letters", "drop"]: return .json(try await drop(body))
        case "sessions" where path.count == 3 && path[2] == "control": return try await control(path[1], body)
        default: return .unknownPath
        }
    }

    /// The members of a body; none where it is empty.
    static func members(_ body: [UInt8]) throws(FieldError) -> ObjectReader {
        if body.isEmpty { return try ObjectReader([:], path: "") }
        guard let json = try? JSON.parse(body) else { throw FieldError(path: "body", problem: "is not JSON") }
        return try ObjectReader(json, path: "")
    }
}

extension ReasonCode {
    /// With what it means and what to do.
    fileprivate var json: JSON {
        ["code": .string(rawValue), "meaning": .string(meaning), "remedy": .string(remedy)]
    }
}

extension ConsoleAnswer {
    static func json(_ json: JSON, status: Int = 200) -> ConsoleAnswer {
        ConsoleAnswer(status: status, headers: ["content-type": "application/json"], body: .bytes(json.canonicalBytes))
    }

    package static func refused(_ status: Int, _ code: ReasonCode, _ message: String) -> ConsoleAnswer {
        .json(["code": .string(code.rawValue), "error": .string(message)], status: status)
    }

    static var unknownPath: ConsoleAnswer { .refused(404, .unknownPath, ReasonCode.unknownPath.meaning) }
}
