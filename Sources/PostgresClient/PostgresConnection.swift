import CPostgres
import Foundation
import RelayCore

/// One connection, by libpq. Not `Sendable`: one thread at a time uses it, and waits in it.
///
/// Each call is given until when it may take; then the connection is of no use any more. The server is told a little less, so that it
/// does not go on for nobody.
package final class PostgresConnection {
    let handle: OpaquePointer
    /// The names of statements that the server knows, by their text.
    private var prepared: [String: String] = [:]
    private var statementTimeout = 0

    /// Later ones count more: whoever writes the URL may set all but the last.
    /// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    private static func parameters(_ url: PostgresURL, timeout: Int) -> [(String, String)] {
        [
            ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"), ("gssencmode", "disable"),
            ("fallback_application_name", "deskrelay"), ("dbname", url.reveal()), ("client_encoding", "UTF8"),
            ("connect_timeout", "\(timeout)"),
        ]
    }

    init(_ url: PostgresURL, until end: ContinuousClock.Instant, now: () -> Date = { Date() }) throws {
        guard let timeout = ConnectTimeout.seconds(left: (end - .now) / .seconds(1), asked: url.connectTimeout) else {
            throw PostgresError.late
        }
        let parameters = Self.parameters(url, timeout: timeout)
        var keywords: [UnsafePointer<CChar>?] = parameters.map { UnsafePointer(strdup($0.0)) } + [nil]
        var values: [UnsafePointer<CChar>?] = parameters.map { UnsafePointer(strdup($0.1)) } + [nil]
        defer { for text in keywords + values { free(UnsafeMutablePointer(mutating: text)) } }
        guard let handle = PQconnectdbParams(&keywords, &values, 1) else { throw PostgresError.unreachable("no memory is left") }
        self.handle = handle
        // libpq would print them; they may quote rows.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQstatus(handle) == CONNECTION_OK else {
            throw PostgresError.unreachable(ConnectionFailure.words(String(cString: PQerrorMessage(handle))))
        }
        if let problem = ServerVersion.problem(Int(PQserverVersion(handle))) { throw problem }
        guard PQparameterStatus(handle, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
            throw PostgresError.encoding
        }
        // Else a long statement that the server does not take would be waited for in libpq, without end.
        guard PQsetnonblocking(handle, 1) == 0 else { throw PostgresError.broken }
        try settle(until: end, now)
    }

    /// One transaction with nobody behind it must not keep rows locked; each statement sees what stands when it begins. Tables are
    /// looked for where they are made, and in no other schema, which may be another deployment's.
    private func settle(until end: ContinuousClock.Instant, _ now: () -> Date) throws {
        let asked = now()
        let row = try script(
            """
            SET idle_in_transaction_session_timeout = '60s'; SET bytea_output = 'hex';
            SET default_transaction_isolation = 'read committed';
            SELECT current_schema() IS NOT NULL, (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
                set_config('search_path', quote_ident(current_schema()), FALSE)
            """, until: end
        ).first
        guard let row, row.text(0) == "t" else { throw PostgresError.refused(state: "3F000") }
        guard let time = row.text(1).flatMap({ Int($0) }) else { throw PostgresError.unreadable }
        if let problem = ServerClock.problem(Timestamp.date(milliseconds: time), between: asked, and: now()) { throw problem }
    }

    deinit { PQfinish(handle) }

    // MARK: Statements

    /// Runs one statement, which the server reads once for a connection. Rows come in binary form.
    package func run(
        _ sql: String, _ values: [PostgresValue] = [], until end: ContinuousClock.Instant
    ) throws -> PostgresResult {
        try setTimeout(until: end)
        let name = try prepare(sql, until: end)
        let encoded = EncodedValues(values)
        let isSent = encoded.withPointers { pointers in
            PQsendQueryPrepared(handle, name, Int32(values.count), pointers, encoded.lengths, encoded.formats, 1) == 1
        }
        guard isSent else { throw PostgresError.broken }
        return try result(until: end)
    }

    /// Runs statements without parameters, one after the other.
    package func runScript(_ sql: String, until end: ContinuousClock.Instant) throws { _ = try script(sql, until: end) }

    /// - Returns: What the last statement gave, in text form.
    private func script(_ sql: String, until end: ContinuousClock.Instant) throws -> PostgresResult {
        guard PQsendQuery(handle, sql) == 1 else { throw PostgresError.broken }
        return try result(until: end)
    }

    /// Runs the body between `BEGIN` and `COMMIT`; where it throws, nothing of it stands.
    package func transaction<Value>(until end: ContinuousClock.Instant, _ body: () throws -> Value) throws -> Value {
        try runScript("BEGIN", until: end)
        do {
            let value = try body()
            try runScript("COMMIT", until: end)
            return value
        } catch {
            // Settings go back with it.
            statementTimeout = 0
            if PQstatus(handle) == CONNECTION_OK, PQtransactionStatus(handle) != PQTRANS_ACTIVE {
                try? runScript("ROLLBACK", until: .now + .seconds(1))
            }
            throw error
        }
    }

    private func prepare(_ sql: String, until end: ContinuousClock.Instant) throws -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw PostgresError.broken }
        _ = try result(until: end)
        prepared[sql] = name
        return name
    }

    /// A wait for a lock, or a full disk, ends at the server too. In steps, so that it is mostly set already: the longest power of two
    /// of milliseconds that is left.
    private func setTimeout(until end: ContinuousClock.Instant) throws {
        let left = Int((end - .now) / .milliseconds(1))
        guard left > 0 else { throw PostgresError.late }
        let timeout = min(1 << (Int.bitWidth - 1 - left.leadingZeroBitCount), 1 << 16)
        if timeout == statementTimeout { return }
        try runScript("SET statement_timeout = \(timeout)", until: end)
        statementTimeout = timeout
    }
}
