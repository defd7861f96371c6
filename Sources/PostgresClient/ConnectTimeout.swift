/// How long libpq is to try each of a server's addresses, in whole seconds.
enum ConnectTimeout {
    /// libpq waits no shorter. Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT
    private static let shortest = 2
    private static let longest = 10

    /// Two addresses within the time that is left, where that can be: `localhost` has two, and a server with a stand-in.
    /// - Parameter asked: By the URL; 0: without end, which there is not.
    /// - Returns: nil: there is too little time to connect in.
    static func seconds(left: Double, asked: Int?) -> Int? {
        guard left >= Double(shortest) else { return nil }
        let asked = asked.map { $0 > 0 ? $0 : .max } ?? longest
        return max(shortest, min(asked, Int(min(left, 86_400)) / 2))
    }
}
