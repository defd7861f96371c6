/// Which ticket property holds which custom data of a session: `{"plan":"customer_plan"}`.
///
/// One to one, so that a change on either side has one place on the other.
package struct PropertyMapping: Sendable, Hashable {
    private let ticketProperties: [String: String]

    package static let none = PropertyMapping(unchecked: [:])

    private init(unchecked: [String: String]) { ticketProperties = unchecked }

    /// - Parameter ticketProperties: By name of the custom data.
    /// - Throws: ``ValueFault`` for a name that is no ticket property's, and for one that two names share.
    init(_ ticketProperties: [String: String]) throws(ValueFault) {
        var taken: Set<String> = []
        for (name, property) in ticketProperties.sorted(by: { $0.key < $1.key }) {
            guard PropertyName.isValid(property) else { throw ValueFault("is invalid: \(name) \(PropertyName.rule)") }
            guard taken.insert(property).inserted else {
                throw ValueFault("is invalid: two names share the property \(property)")
            }
        }
        self.ticketProperties = ticketProperties
    }

    package var isEmpty: Bool { ticketProperties.isEmpty }

    /// The ticket properties, by the order of their custom data's names.
    package var properties: [String] { ticketProperties.sorted { $0.key < $1.key }.map(\.value) }

    /// nil where the custom data stays on our side.
    package func ticketProperty(of name: String) -> String? { ticketProperties[name] }

    /// The custom data that a ticket property stands for, where it is one of the mapping.
    package func name(of ticketProperty: String) -> String? {
        ticketProperties.first { $0.value == ticketProperty }?.key
    }

    /// What to write on the ticket for this custom data: by ticket property, an empty text where it was cleared. Custom
    /// data that is not mapped is left out.
    package func ticketProperties(for customData: [(name: String, value: String?)]) -> [String: String] {
        customData.reduce(into: [:]) { properties, entry in
            if let property = ticketProperties[entry.name] { properties[property] = entry.value ?? "" }
        }
    }

    static let parser = ValueParser<[String: String]>.texts.map { texts throws(ValueFault) in try PropertyMapping(texts) }
}
