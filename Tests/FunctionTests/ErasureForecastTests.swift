import Explaining
import TestSupport
import Testing

@Suite("How many sessions an erasure is about")
struct ErasureForecastTests {
    struct Row: NamedCase {
        let name: String
        let count: Int
        let sentence: String
    }

    @Test(
        "It is said as it is known",
        arguments: [
            Row(
                name: "none", count: 0,
                sentence: "No session is known of it; what the queue and the history hold of it goes all the same."),
            Row(name: "one", count: 1, sentence: "It is about 1 session."),
            Row(name: "all that there are", count: 999, sentence: "It is about 999 sessions."),
            Row(name: "as many as are counted", count: 1000, sentence: "It is about 1000 sessions or more."),
            Row(name: "of two addresses", count: 1500, sentence: "It is about 1000 sessions or more."),
        ])
    func sentence(_ row: Row) { #expect(ErasureForecast.sentence(row.count) == row.sentence) }
}
