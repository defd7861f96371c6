/// How the URL of a PostgreSQL database begins.
package enum PostgresScheme {
    package static let all = ["postgres://", "postgresql://"]
}
