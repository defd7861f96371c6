import RelayCore
import TestSupport
import Testing

@Suite("What a log says of an error")
struct LogDetailTests {
    private struct Quoting: Error, CustomStringConvertible {
        let description = "robin@example.com wrote"
    }

    struct Row: NamedCase {
        let name: String
        let error: any Error
        let says: String
    }

    @Test(
        "Its words where they may stand in a log, else no more than its kind",
        arguments: [
            Row(name: "the store's", error: StoreError("could not open the store"), says: "could not open the store"),
            Row(name: "one that may hold anything", error: Quoting(), says: "Quoting"),
        ])
    func detail(_ row: Row) { #expect(row.error.logDetail == row.says) }
}
