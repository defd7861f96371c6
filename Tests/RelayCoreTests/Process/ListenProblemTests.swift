import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Where nothing can listen")
struct ListenProblemTests {
    struct Row: NamedCase {
        let name: String
        let number: Int32
        let says: String
    }

    @Test(
        "The port is named, with what to do",
        arguments: [
            Row(
                name: "in use", number: EADDRINUSE,
                says: "port 80 is in use: stop the other program, or give another port (--port or PORT)"),
            Row(name: "for root", number: EACCES, says: "port 80 is not for this user: give one above 1023 (--port or PORT)"),
            Row(name: "another machine's address", number: EADDRNOTAVAIL, says: "192.0.2.1 is no address of this machine"),
            Row(
                name: "anything else", number: ENOTSUP,
                says: "port 80 on 192.0.2.1 cannot be listened on: \(String(cString: strerror(ENOTSUP)))"),
        ])
    func sentence(_ row: Row) {
        let said = ListenProblem.sentence(row.number, address: "192.0.2.1", port: 80, choice: "--port or PORT")
        #expect(said == row.says)
    }
}
