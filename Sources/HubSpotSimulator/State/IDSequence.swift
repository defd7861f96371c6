import Crypto
import RelayCore

/// Hands out ids that only grow, each kind from a number of its own, of the size that HubSpot's have.
struct IDSequence {
    private var nextThread: Int
    private var nextContact: Int
    private var nextVisitor: Int
    private var nextTicket: Int
    private var nextCompany: Int
    private var nextDeal: Int
    private var nextNote: Int
    private var nextFile: Int
    private var nextEvent: Int
    private var nextMessage: Int

    init(offset: Int) {
        nextThread = 3_624_100_517 + offset
        nextContact = 552_148_386_511 + offset
        nextVisitor = 870_000_101 + offset
        nextTicket = 18_900_000_001 + offset
        nextCompany = 41_750_200_001 + offset
        nextDeal = 267_448_862_446 + offset
        nextNote = 79_300_400_001 + offset
        nextFile = 185_600_300_001 + offset
        nextEvent = 3_814_323_381 + offset
        nextMessage = 1 + offset
    }

    mutating func thread() -> String { Self.take(&nextThread) }
    mutating func visitor() -> String { Self.take(&nextVisitor) }
    mutating func file() -> String { Self.take(&nextFile) }
    mutating func event() -> Int { Int(Self.take(&nextEvent)) ?? 0 }

    mutating func object(_ type: ObjectType) -> String {
        switch type {
        case .contact: Self.take(&nextContact)
        case .ticket: Self.take(&nextTicket)
        case .company: Self.take(&nextCompany)
        case .deal: Self.take(&nextDeal)
        case .note: Self.take(&nextNote)
        }
    }

    /// 32 hexadecimal digits; on e-mail with the dashes of a UUID.
    mutating func message(isEmail: Bool) -> String {
        let number = Self.take(&nextMessage)
        let digits = Hex.string(SHA256.hash(data: Array("message \(number)".utf8)).prefix(16))
        guard isEmail else { return digits }
        var parts: [Substring] = []
        var rest = Substring(digits)
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }

    private static func take(_ next: inout Int) -> String {
        defer { next += 1 }
        return String(next)
    }
}
