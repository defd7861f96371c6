import RelayCore
import TestSupport
import Testing

@Suite("An event that is done again")
struct RepeatedEventTests {
    struct Row: NamedCase {
        let name: String
        let id: String
        let firstID: String
    }

    private static func again(_ id: String, _ unique: String = "1", _ writing: RepeatedEvent.Writing = .once) -> String {
        RepeatedEvent.id(of: id, unique: unique, writing: writing)
    }

    @Test(
        "Its writes are known by the id of its first form, unless it writes anew",
        arguments: [
            Row(name: "the first", id: "api:9", firstID: "api:9"),
            Row(name: "a repeat", id: again("api:9"), firstID: "api:9"),
            Row(name: "another repeat", id: again("api:9", "2"), firstID: "api:9"),
            Row(name: "a repeat of a repeat", id: again(again("api:9"), "2"), firstID: "api:9"),
            Row(name: "one that writes anew", id: again("api:9", "1", .anew), firstID: again("api:9", "1", .anew)),
            Row(name: "a repeat of that", id: again(again("api:9", "1", .anew), "2"), firstID: again("api:9", "1", .anew)),
            Row(name: "an id of somebody's that only looks so", id: "x:again-2", firstID: "x:again-2"),
            Row(name: "a mark in capitals", id: "x:again-0123456789ABCDEF", firstID: "x:again-0123456789ABCDEF"),
            Row(name: "nothing but a mark", id: again(""), firstID: again("")),
            Row(name: "nothing", id: "", firstID: ""),
        ])
    func firstID(_ row: Row) {
        #expect(RepeatedEvent.firstID(of: row.id) == row.firstID)
        #expect(RelayEvent(id: row.id, source: "/s", type: "t", data: .null).firstID == row.firstID)
    }

    @Test("Each repeat has an id of its own")
    func unique() {
        #expect(Self.again("a") != Self.again("a", "2"))
        #expect(Self.again("a") != Self.again("a", "1", .anew))
    }
}
