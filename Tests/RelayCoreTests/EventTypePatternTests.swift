import RelayCore
import TestSupport
import Testing

@Suite("Patterns of event types")
struct EventTypePatternTests {
    struct Row: NamedCase {
        let name: String
        let one: EventTypePattern
        let other: EventTypePattern
        let meet: Bool
    }

    @Test(
        "Two meet where one type fits both",
        arguments: [
            Row(name: "the same type", one: "ai.reply", other: "ai.reply", meet: true),
            Row(name: "two types", one: "ai.reply", other: "ai.replies", meet: false),
            Row(name: "a type of a group", one: "hubspot.ticket.creation", other: "hubspot.ticket.*", meet: true),
            Row(name: "a type of another group", one: "hubspot.object.creation", other: "hubspot.ticket.*", meet: false),
            Row(name: "the group's own name is none of its types", one: "hubspot.ticket", other: "hubspot.ticket.*", meet: false),
            Row(name: "a group within another", one: "hubspot.*", other: "hubspot.ticket.*", meet: true),
            Row(name: "two groups", one: "hubspot.ticket.*", other: "hubspot.tickets.*", meet: false),
        ])
    func meets(_ row: Row) {
        #expect(row.one.meets(row.other) == row.meet)
        #expect(row.other.meets(row.one) == row.meet)
    }
}
