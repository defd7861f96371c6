import RelayCore
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    @Test("Members stand in the order of their keys, whatever order they come in")
    func order() {
        let object: JSONObject = ["type": 1, "id": 2, "data": 3, "": 4, "idx": 5]
        #expect(object.keys == ["", "data", "id", "idx", "type"])
        #expect(object.values == [4, 3, 2, 5, 1])
        #expect(object == ["idx": 5, "id": 2, "": 4, "type": 1, "data": 3])
        #expect(object.hashValue == JSONObject([("idx", 5), ("data", 3), ("", 4), ("type", 1), ("id", 2)]).hashValue)
        #expect(object != ["idx": 5, "id": 2, "": 4, "type": 1, "data": nil])
    }

    @Test("A member can be set, changed and removed; null is a value")
    func members() {
        var object: JSONObject = ["b": 1]
        object["c"] = 2
        object["a"] = .null
        object["b"] = 3
        #expect(object.keys == ["a", "b", "c"])
        #expect(object["a"] == .some(.null) && object["b"] == 3)
        object["b"] = nil
        object["nothing"] = nil
        #expect(object.keys == ["a", "c"])
        #expect(object["b"] == Optional<JSON>.none && object["ab"] == Optional<JSON>.none)
    }

    @Test("Every key is found among many, and no other", arguments: [1, 16, 24, 25, 1000])
    func search(_ count: Int) {
        let keys = (0..<count).map { "key \($0 * 7919 % count)" }
        let object = JSONObject(keys.map { ($0, JSON.string($0)) })
        #expect(object.count == count)
        for key in keys {
            #expect(object[key] == .string(key))
            #expect(object[key + " "] == Optional<JSON>.none)
            #expect(object["a" + key] == Optional<JSON>.none)
        }
    }

    @Test("Of equal keys the last one wins, among few and among many", arguments: [3, 60])
    func duplicates(_ count: Int) {
        let object = JSONObject((0..<count * 2).map { ("a key with number \($0 % count)", JSON(integerLiteral: $0)) })
        #expect(object.count == count)
        #expect(object["a key with number 1"] == JSON(integerLiteral: count + 1))
    }

    @Test("Two objects merge, a part is kept, values change")
    func transformed() {
        let object: JSONObject = ["a": 1, "b": "two", "c": nil]
        #expect(object.merging(["b": 2, "d": 4]) { $1 } == ["a": 1, "b": 2, "c": nil, "d": 4])
        #expect(object.merging(["b": 2]) { own, _ in own }["b"] == "two")
        #expect(object.filter { !$0.value.isNull } == ["a": 1, "b": "two"])
        #expect(object.compactMapValues(\.string) == ["b": "two"])
        #expect(object.mapValues(\.isNull) == ["a": false, "b": false, "c": true])
    }
}
