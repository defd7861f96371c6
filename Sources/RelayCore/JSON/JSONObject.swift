/// The members of a JSON object, in the order of their keys' UTF-8 bytes, which is the order of canonical JSON.
///
/// A sorted array instead of a dictionary: objects are small, most are written out again, and no choice of keys by a
/// stranger makes a look-up slow. Two keys are one when their bytes are the same.
package struct JSONObject: Sendable {
    struct Member: Sendable {
        let key: String
        /// The key's first bytes, which mostly decide where it belongs.
        let prefix: UInt64
        var value: JSON

        init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
            prefix = key.utf8Prefix
        }
    }

    private(set) var members: [Member] = []

    package init() {}

    /// Of equal keys the last one wins.
    init(_ members: [Member]) {
        self.members = members
        if !isSorted { sort() }
    }

    package init(_ members: [String: JSON]) { self.init(members.map { Member($0.key, $0.value) }) }

    /// Of equal keys the last one wins.
    package init(_ members: some Sequence<(String, JSON)>) { self.init(members.map { Member($0, $1) }) }

    private var isSorted: Bool {
        for index in members.indices.dropFirst() where !members[index - 1].precedes(members[index]) { return false }
        return true
    }

    private mutating func sort() {
        // Both are stable: of equal keys the last one stays the last.
        if members.count <= 24 { sortByInsertion() } else { members.sort { $0.precedes($1) } }
        var kept = 0
        for index in members.indices {
            if index + 1 < members.count, members[index].has(members[index + 1].key, members[index + 1].prefix) { continue }
            if kept < index { members.swapAt(kept, index) }
            kept += 1
        }
        members.removeSubrange(kept...)
    }

    private mutating func sortByInsertion() {
        members.withUnsafeMutableBufferPointer { members in
            for end in members.indices.dropFirst() {
                var index = end
                while index > 0, members[index].precedes(members[index - 1]) {
                    members.swapAt(index, index - 1)
                    index -= 1
                }
            }
        }
    }

    /// The position of the key, or the one where it belongs.
    private func search(_ key: String) -> (position: Int, isFound: Bool) {
        let prefix = key.utf8Prefix
        return members.withUnsafeBufferPointer { members in
            var (low, high) = (0, members.count)
            while low < high {
                let middle = (low + high) / 2
                if members[middle].precedes(key, prefix) { low = middle + 1 } else { high = middle }
            }
            return (low, low < members.count && members[low].has(key, prefix))
        }
    }

    package subscript(_ key: String) -> JSON? {
        get {
            let (position, isFound) = search(key)
            guard isFound else { return nil }
            return members[position].value
        }
        set {
            let (position, isFound) = search(key)
            switch (newValue, isFound) {
            case (let value?, true): members[position].value = value
            case (let value?, false): members.insert(Member(key, value), at: position)
            case (nil, true): members.remove(at: position)
            case (nil, false): break
            }
        }
    }

    package var keys: [String] { members.map(\.key) }
    package var values: [JSON] { members.map(\.value) }
}

extension JSONObject.Member {
    fileprivate func precedes(_ key: String, _ prefix: UInt64) -> Bool {
        self.prefix == prefix ? self.key.precedesByBytes(key) : self.prefix < prefix
    }

    fileprivate func precedes(_ other: JSONObject.Member) -> Bool { precedes(other.key, other.prefix) }

    fileprivate func has(_ key: String, _ prefix: UInt64) -> Bool { self.prefix == prefix && self.key.hasSameBytes(key) }
}

// MARK: - Collection

extension JSONObject: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { members.count }
    package subscript(_ position: Int) -> (key: String, value: JSON) { (members[position].key, members[position].value) }

    package func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> JSONObject {
        JSONObject(try members.filter { try isIncluded(($0.key, $0.value)) })
    }

    /// Of keys that both have, the value that `combine` gives for this one's and the other's.
    package func merging(_ other: JSONObject, uniquingKeysWith combine: (JSON, JSON) throws -> JSON) rethrows -> JSONObject {
        var merged = self
        for (key, value) in other { merged[key] = try self[key].map { try combine($0, value) } ?? value }
        return merged
    }

    package func mapValues<Value>(_ transform: (JSON) throws -> Value) rethrows -> [String: Value] {
        try compactMapValues(transform)
    }

    package func compactMapValues<Value>(_ transform: (JSON) throws -> Value?) rethrows -> [String: Value] {
        var values: [String: Value] = [:]
        for member in members { values[member.key] = try transform(member.value) }
        return values
    }
}

// MARK: - Comparison and literals

extension JSONObject: Hashable {
    package static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.members.elementsEqual(other.members) { $0.key == $1.key && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        for member in members {
            hasher.combine(member.key)
            hasher.combine(member.value)
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements.map { Member($0, $1) }) }
}

// MARK: - Keys as bytes

extension String {
    /// The first eight bytes as a number that sorts as they do; zeros where there are fewer.
    fileprivate var utf8Prefix: UInt64 {
        var text = self
        return text.withUTF8 { bytes in
            if bytes.count >= 8 { return UInt64(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self)) }
            return bytes.reduce(0) { $0 << 8 | UInt64($1) } << (8 * (8 - bytes.count))
        }
    }

    fileprivate func precedesByBytes(_ other: String) -> Bool {
        withBytes(other) { one, other in
            for index in 0..<min(one.count, other.count) where one[index] != other[index] { return one[index] < other[index] }
            return one.count < other.count
        }
    }

    /// `==` takes texts for equal that Unicode takes for equivalent.
    fileprivate func hasSameBytes(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && withBytes(other) { one, other in
                for index in 0..<one.count where one[index] != other[index] { return false }
                return true
            }
    }

    private func withBytes<Result>(
        _ other: String, _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        var (one, other) = (self, other)
        return one.withUTF8 { one in other.withUTF8 { other in body(one, other) } }
    }
}
