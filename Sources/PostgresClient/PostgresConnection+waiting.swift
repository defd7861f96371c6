import CPostgres
import Foundation

extension PostgresConnection {
    /// Whether it still stands, as far as this end knows, and is through with what it was last used for. Hears what the server said
    /// meanwhile.
    package func isAlive() -> Bool {
        while PQstatus(handle) == CONNECTION_OK, isReadable(within: 0) {
            if PQconsumeInput(handle) == 0 { return false }
        }
        return PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    /// The last statement's result; the first failure of any.
    func result(until end: ContinuousClock.Instant) throws -> PostgresResult {
        try flush(until: end)
        var last: PostgresResult?
        while true {
            while PQisBusy(handle) == 1 {
                guard isReadable(within: Self.milliseconds(until: end)) else { throw PostgresError.outOfTime }
                guard PQconsumeInput(handle) == 1 else { throw PostgresError.broken }
            }
            guard let next = PQgetResult(handle) else { break }
            if last?.failure == nil { last = PostgresResult(next) } else { PQclear(next) }
        }
        guard let last, PQstatus(handle) == CONNECTION_OK || last.failure != nil else { throw PostgresError.broken }
        if let failure = last.failure { throw failure }
        return last
    }

    private func flush(until end: ContinuousClock.Instant) throws {
        while case let left = PQflush(handle), left != 0 {
            guard left > 0 else { throw PostgresError.broken }
            guard wait(for: Int16(POLLIN | POLLOUT), within: Self.milliseconds(until: end)) else { throw PostgresError.outOfTime }
            guard PQconsumeInput(handle) == 1 else { throw PostgresError.broken }
        }
    }

    package func isReadable(within milliseconds: Int32) -> Bool { wait(for: Int16(POLLIN), within: milliseconds) }

    /// False when the time is up. An end of the connection counts as something to read.
    private func wait(for events: Int16, within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        let count = poll(&descriptor, 1, milliseconds)
        return count > 0 || (count < 0 && errno == EINTR && milliseconds > 0)
    }

    private static func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
        Int32(clamping: max(0, Int((end - .now) / .milliseconds(1))))
    }
}
