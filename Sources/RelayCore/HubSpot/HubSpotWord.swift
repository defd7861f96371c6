/// A word of HubSpot's API: one of those named here, or one that HubSpot adds later.
package protocol HubSpotWord: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    init(_ word: String)
}

extension HubSpotWord {
    package init(rawValue: String) { self.init(rawValue) }
    package var description: String { rawValue }
}
