/// How long to wait for a ticket that HubSpot makes by itself, in seconds, by channel. The API does not tell which inboxes
/// make tickets.
package struct TicketWait: Sendable, Hashable {
    private let seconds: [ChannelKind: Double]
    private let others: Double

    package static let standard = TicketWait(seconds: [.chat: 3, .email: 3], others: 0)

    package func seconds(for channel: ChannelKind) -> Double { seconds[channel] ?? others }

    /// One number for every channel, or an object by channel.
    static let parser = ValueParser<TicketWait>(type: "seconds, or JSON object by channel") { json throws(ValueFault) in
        let single = ValueParser<Double>.seconds(0...300)
        if let all = try? single.parse(json) { return TicketWait(seconds: [:], others: all) }
        let seconds = try ValueParser.byChannel(single, or: "from 0 to 300 seconds").parse(json)
        return TicketWait(seconds: seconds, others: 0)
    }
}

extension ValueParser<[ChannelKind: Double]> {
    /// A JSON object by channel.
    /// - Parameter alternative: What may stand in its place, for the fault.
    static func byChannel(_ single: ValueParser<Double>, or alternative: String) -> ValueParser {
        ValueParser(type: "JSON object by channel") { json throws(ValueFault) in
            guard let members = (try? ValueParser<JSON>.json("object").parse(json))?.object else {
                throw ValueFault("must be \(alternative), or a JSON object of seconds by channel")
            }
            var seconds: [ChannelKind: Double] = [:]
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                guard let channel = ChannelKind(rawValue: name) else {
                    throw ValueFault("names an unknown channel; the channels are \(ChannelKind.names)")
                }
                do throws(ValueFault) {
                    seconds[channel] = try single.parse(value)
                } catch {
                    throw ValueFault("is invalid: \(name) \(error.problem)")
                }
            }
            return seconds
        }
    }
}

extension ChannelKind {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
