import FoundationEssentials
import RelayCore

/// Webhooks to try a receiver with, made of samples: one file for each kind of event, and some that nobody should send.
package struct Trigger: Sendable {
    package let name: String
    /// HubSpot's elements; nil for a body that is none.
    private let elements: [JSON]?
    private let bytes: [UInt8]

    /// - Throws: ``FieldError`` that lists the samples, where there is none of that name.
    package init(named name: String) throws(FieldError) {
        guard let bytes = TriggerSamples.all[name] else {
            let known = TriggerSamples.all.keys.sorted().joined(separator: ", ")
            throw FieldError(path: "sample", problem: "must be one of \(known)")
        }
        self.name = name
        self.bytes = bytes
        elements = (try? JSON.parse(bytes))?.array
    }

    /// How the samples are changed and sent.
    package struct Options: Sendable {
        /// Members of every element, by their path: `["propertyValue": "high"]`.
        package var changes: [(path: String, value: JSON)] = []
        /// How many deliveries.
        package var count = 1
        /// Each delivery is sent twice.
        package var isDuplicated = false
        /// The elements of all deliveries, and the deliveries, come in another order.
        package var isShuffled = false

        package init() {}
    }

    /// The bodies to send, in order.
    /// - Parameters:
    ///   - now: When what they tell happened.
    ///   - seed: Decides the order where it is another one.
    package func bodies(_ options: Options, now: Date, seed: UInt64) throws(FieldError) -> [[UInt8]] {
        guard let elements else { return Array(repeating: bytes, count: options.count) }
        var random = SeededGenerator(seed: seed)
        var bodies: [[UInt8]] = []
        for number in 0..<options.count {
            var changed: [JSON] = []
            for (index, element) in elements.enumerated() {
                changed.append(try Self.changed(element, options.changes, now, number * elements.count + index))
            }
            if options.isShuffled { changed.shuffle(using: &random) }
            let body = JSON.array(changed).canonicalBytes
            bodies += options.isDuplicated ? [body, body] : [body]
        }
        if options.isShuffled { bodies.shuffle(using: &random) }
        return bodies
    }

    /// With a time of now, and ids of its own for each delivery: the same facts twice would be one.
    private static func changed(
        _ element: JSON, _ changes: [(path: String, value: JSON)], _ now: Date, _ number: Int
    ) throws(FieldError) -> JSON {
        guard case .object(var members) = element else { return element }
        let milliseconds = Timestamp.milliseconds(now) + number
        members["occurredAt"] = .number(JSONNumber(milliseconds))
        members["eventId"] = .number(JSONNumber(milliseconds % 1_000_000_000))
        if members["messageId"] != nil { members["messageId"] = .string("trigger-\(milliseconds)") }
        var changed = JSON.object(members)
        for change in changes { changed = try changed.setting(change.path, to: change.value) }
        return changed
    }
}

extension JSON {
    /// With another value at the path; objects on the way are made.
    /// - Parameter path: Names of members, with dots between them.
    func setting(_ path: String, to value: JSON) throws(FieldError) -> JSON {
        let parts = path.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, !name.isEmpty else {
            throw FieldError(path: path, problem: "must be names with dots between them")
        }
        guard case .object(var members) = self else { throw FieldError(path: path, problem: "leads into what is no object") }
        members[name] = parts.count == 1 ? value : try (members[name] ?? [:]).setting(parts[1], to: value)
        return .object(members)
    }
}

/// The same order for the same seed. Source: https://prng.di.unimi.it/splitmix64.c
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
