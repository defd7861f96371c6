import RelayCore

/// Something that PostgreSQL, or the way to it, did not do. Its description holds no value, no name of a user or a host, and none of
/// the server's own words, which may quote a row.
package enum PostgresError: Error, Sendable, Hashable {
    /// There is no connection, and nothing was sent.
    case unreachable(String)
    /// The connection ended after something was sent: it may have been carried out.
    case broken
    /// The time was up; what was sent may have been carried out.
    case outOfTime
    /// There was no time to begin with, or too little to connect in; nothing was sent.
    case late
    /// The server refused, with this SQLSTATE.
    case refused(state: String)
    /// A row is not as expected.
    case unreadable
    /// The tables are those of a later version.
    case newer(component: String, version: Int, known: Int)
    /// Everything must be able to stand in the database.
    case encoding
    /// The server is older than what is tested.
    case tooOld(version: String, oldest: Int)
    /// The clocks here and there differ by so many seconds; above 0: the server's is ahead.
    case clock(seconds: Int)

    /// Nothing was changed, and the same may succeed at once.
    /// Source: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
    var isConflict: Bool { self == .refused(state: "40001") || self == .refused(state: "40P01") }

    /// The server's disk has no room.
    package var isOfFullDisk: Bool { self == .refused(state: "53100") }

    /// The connection is of no use any more.
    var endsConnection: Bool { hasLostConnection || self == .outOfTime }

    /// There was a connection, and it ended: a new one may be had.
    var hasLostConnection: Bool {
        switch self {
        case .broken: true
        case .refused(let state): Self.isOfConnection(state)
        case .unreachable, .outOfTime, .late, .unreadable, .newer, .encoding, .tooOld, .clock: false
        }
    }

    /// Connection exceptions; the server shuts down, has crashed, starts up.
    /// Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static func isOfConnection(_ state: String) -> Bool {
        state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05"].contains(state)
    }
}

extension PostgresError: LogSafeError {
    package var description: String {
        switch self {
        case .unreachable(let reason): "PostgreSQL cannot be reached: \(reason)"
        case .broken: "the connection to PostgreSQL broke"
        case .outOfTime: "PostgreSQL did not answer in time"
        case .late: "PostgreSQL was not asked: there is no time left"
        case .refused(let state): "PostgreSQL \(state)" + (Self.meaning(state).map { " (\($0))" } ?? "")
        case .unreadable: "a row of PostgreSQL is not as expected"
        case .newer(let component, let version, let known):
            "its tables (\(component)) are of version \(version), and this program knows them up to \(known): use the newer program"
        case .encoding: "the database's encoding must be UTF8"
        case .tooOld(let version, let oldest): "the server is PostgreSQL \(version), and must be \(oldest) or newer"
        case .clock(let seconds):
            "the clock of the database's server is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") this machine's: set both by NTP"
        }
    }

    /// The server's own names of what a team may have to mend.
    private static func meaning(_ state: String) -> String? {
        switch state {
        case "25006": "read-only transaction"
        case "3D000": "no such database"
        case "3F000": "no schema to create tables in"
        case "42501": "insufficient privilege"
        case "42P01": "undefined table"
        case "53100": "disk full"
        case "53200": "out of memory"
        case "53300": "too many connections"
        case "57014": "the time for the statement ran out"
        case "57P01": "the server shuts down"
        case "57P02": "the server has crashed"
        case "57P03": "the server starts up"
        default: nil
        }
    }
}
