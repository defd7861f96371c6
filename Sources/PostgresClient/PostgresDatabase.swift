import Dispatch
import Foundation
import RelayCore
import Synchronization

/// A database as a program uses it: connections that are made when they are first needed, and anew when they have ended.
///
/// libpq blocks the thread that calls it, so each connection has one of its own.
package final class PostgresDatabase: Sendable {
    /// Whether work may be run once more when it is not known whether it was carried out.
    package enum Repeating: Sendable {
        case never
        /// Done twice, it comes to what it comes to done once.
        case harmless
    }

    private let url: PostgresURL
    private let schema: PostgresSchema
    private let seats: PostgresSeats
    /// How long work may take for which nobody says it, in seconds.
    private static let patience: Double = 30
    /// How often work is run for which others were in the way.
    private static let tries = 5
    /// After how long a connection that stands asks again of which version the tables are.
    private let look: Duration

    /// - Parameter connections: How many there are at most.
    package init(
        _ url: PostgresURL, _ schema: PostgresSchema, connections: Int = 1, look: Duration = .seconds(60)
    ) {
        self.url = url
        self.schema = schema
        self.look = look
        seats = PostgresSeats(connections)
    }

    /// Runs work on a connection that nobody else uses meanwhile.
    /// - Parameters:
    ///   - deadline: When the work must have ended.
    ///   - work: Runs more than once where that is harmless. Cancelling the task does not end it: what it records has happened.
    /// - Throws: ``PostgresError``, or what `work` throws.
    package func run<Value: Sendable>(
        _ repeating: Repeating = .never, until deadline: Date? = nil,
        _ work: @escaping @Sendable (PostgresConnection, ContinuousClock.Instant) throws -> Value
    ) async throws -> Value {
        let seconds = deadline.map { max(0, $0.timeIntervalSinceNow) } ?? Self.patience
        let end = ContinuousClock.now + .milliseconds(Int(min(seconds, 86_400) * 1000))
        let seat = await seats.take()
        return try await withCheckedThrowingContinuation { continuation in
            seat.thread.async { [self] in
                let result = Result { try run(on: seat, repeating, until: end, work) }
                seats.give(back: seat)
                continuation.resume(with: result)
            }
        }
    }

    private func run<Value>(
        on seat: PostgresSeat, _ repeating: Repeating, until end: ContinuousClock.Instant,
        _ work: (PostgresConnection, ContinuousClock.Instant) throws -> Value
    ) throws -> Value {
        var tries = 1
        while true {
            do {
                return try work(try connection(of: seat, until: end), end)
            } catch let error as PostgresError {
                if error.endsConnection { seat.connection = nil }
                let isSafe = error.isConflict || (error.hasLostConnection && repeating == .harmless && tries == 1)
                guard isSafe, tries < Self.tries, ContinuousClock.now < end else { throw error }
                tries += 1
            }
        }
    }

    /// The seat's connection, where it stands; one that ended while nobody used it is replaced, and nothing is lost by that. Who comes
    /// when the time is over neither connects nor costs others a connection.
    private func connection(of seat: PostgresSeat, until end: ContinuousClock.Instant) throws -> PostgresConnection {
        guard ContinuousClock.now < end else { throw PostgresError.late }
        if let connection = seat.connection, connection.isAlive(), try isOfThisVersion(seat, connection, until: end) {
            return connection
        }
        seat.connection = nil
        let connection = try PostgresConnection(url, until: end)
        try schema.apply(connection, until: end)
        seat.connection = connection
        seat.looked = .now
        return connection
    }

    /// Now and then: a newer program may have changed the tables meanwhile.
    /// - Returns: False where the connection ended over it, by which nothing is lost.
    private func isOfThisVersion(
        _ seat: PostgresSeat, _ connection: PostgresConnection, until end: ContinuousClock.Instant
    ) throws -> Bool {
        if .now < seat.looked + look { return true }
        do {
            try schema.checkVersion(connection, until: end)
        } catch let error as PostgresError where error.hasLostConnection {
            return false
        }
        seat.looked = .now
        return true
    }
}

/// A place for a connection.
///
/// `@unchecked`: whoever has taken it is alone with it (``PostgresSeats``), and gives it back from where it used it.
final class PostgresSeat: @unchecked Sendable {
    var connection: PostgresConnection?
    /// When the connection was last asked of which version the tables are.
    var looked = ContinuousClock.now
    /// Serial: such a queue gets a thread however many others wait in theirs, while concurrent ones share as many as there are
    /// processors.
    let thread = DispatchQueue(label: "postgres")
}

/// Gives each seat to one at a time; who comes first is served first.
final class PostgresSeats: Sendable {
    private struct State {
        var free: [PostgresSeat]
        var waiting: [CheckedContinuation<PostgresSeat, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: (0..<count).map { _ in PostgresSeat() })) }

    func take() async -> PostgresSeat {
        await withCheckedContinuation { continuation in
            let seat = state.withLock { state -> PostgresSeat? in
                // The one that was used last: its connection is the likeliest to stand.
                if let seat = state.free.popLast() { return seat }
                state.waiting.append(continuation)
                return nil
            }
            if let seat { continuation.resume(returning: seat) }
        }
    }

    func give(back seat: PostgresSeat) {
        let next = state.withLock { state -> CheckedContinuation<PostgresSeat, Never>? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            state.free.append(seat)
            return nil
        }
        next?.resume(returning: seat)
    }
}
