/// The version of a server, as libpq tells it: 150018 is 15.18, and 90603 was 9.6.3.
///
/// Source: https://www.postgresql.org/docs/current/libpq-status.html#LIBPQ-PQSERVERVERSION
enum ServerVersion {
    /// The oldest that is taken: older ones get no corrections any more.
    /// Source: https://www.postgresql.org/support/versioning/
    static let oldest = 14

    /// nil: it is new enough.
    static func problem(_ number: Int) -> PostgresError? {
        number >= oldest * 10_000 ? nil : .tooOld(version: text(number), oldest: oldest)
    }

    private static func text(_ number: Int) -> String {
        if number <= 0 { return "of a version that it does not tell" }
        if number >= 100_000 { return "\(number / 10_000).\(number % 10_000)" }
        return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }
}
