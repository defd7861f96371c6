import RelayCore
import TestSupport
import Testing

@Suite("A name that is no key")
struct NearestKeyTests {
    struct Row: NamedCase {
        let name: String
        let written: String
        let meant: String?
    }

    @Test(
        "The key that is meant, where one is near",
        arguments: [
            Row(name: "a letter is missing", written: "ASSIST_MOD", meant: "ASSIST_MODE"),
            Row(name: "a letter too many", written: "HUBSPOT_ACCESSS_TOKEN", meant: "HUBSPOT_ACCESS_TOKEN"),
            Row(name: "another letter", written: "AUTOPILIT", meant: "AUTOPILOT"),
            Row(name: "two change places", written: "AI_EGNINE", meant: "AI_ENGINE"),
            Row(name: "no line between the words", written: "ASSISTMODE", meant: "ASSIST_MODE"),
            Row(name: "small letters", written: "assist_mode", meant: "ASSIST_MODE"),
            Row(name: "several at once", written: "HUBSPOT_ACESS_TOKNE", meant: "HUBSPOT_ACCESS_TOKEN"),
            Row(name: "the plural", written: "HANDOFF_ROUTE", meant: "HANDOFF_ROUTES"),
            Row(name: "a short one with one fault", written: "PROT", meant: "PORT"),
            Row(name: "a short one with two", written: "PATH", meant: nil),
            Row(name: "nothing of ours", written: "EDITOR", meant: nil),
            Row(name: "only the first word is ours", written: "AI_TEMPERATURE", meant: nil),
            Row(name: "nothing", written: "", meant: nil),
            Row(name: "longer than any", written: String(repeating: "HUBSPOT_", count: 200), meant: nil),
        ])
    func nearest(_ row: Row) { #expect(ConfigurationKeys.nearest(to: row.written) == row.meant) }
}
