#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why nothing can listen on an address, by the system's number for it, for people.
package enum ListenProblem {
    /// - Parameter choice: What names another port: `--port or PORT`.
    package static func sentence(_ number: Int32, address: String, port: Int, choice: String) -> String {
        switch number {
        case EADDRINUSE: "port \(port) is in use: stop the other program, or give another port (\(choice))"
        case EACCES: "port \(port) is not for this user: give one above 1023 (\(choice))"
        case EADDRNOTAVAIL: "\(address) is no address of this machine"
        default: "port \(port) on \(address) cannot be listened on: \(String(cString: strerror(number)))"
        }
    }
}
