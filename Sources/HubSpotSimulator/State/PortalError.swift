/// Why the portal did not do what it was asked to, in HubSpot's words.
///
/// Messages that a caller reads something out of are as HubSpot words them; the others are ours.
package struct PortalError: Error, Sendable, Hashable {
    /// HubSpot's name for a kind of error.
    package enum Category: String, Sendable {
        case validation = "VALIDATION_ERROR"
        case notFound = "OBJECT_NOT_FOUND"
        case conflict = "CONFLICT"
        case alreadyExists = "OBJECT_ALREADY_EXISTS"
        case invalidAuthentication = "INVALID_AUTHENTICATION"
    }

    /// One of several faults.
    package struct Detail: Sendable, Hashable {
        var message: String
        var code: String?
        var subCategory: String?
        var context: [String: [String]] = [:]
    }

    package let category: Category
    /// Whether HubSpot names the category: in some answers it does not.
    package var namesCategory = true
    package let message: String
    package var details: [Detail] = []

    package static let notFound = PortalError(category: .notFound, message: "resource not found")

    package static func invalid(_ message: String, _ details: [Detail] = []) -> PortalError {
        PortalError(category: .validation, message: message, details: details)
    }

    /// As in a live capture: https://github.com/captaincontrat/hubspot-api-ruby/pull/30
    static func unknownType(_ name: String) -> PortalError {
        var error = invalid("Unable to infer object type from: \(name)")
        error.namesCategory = false
        return error
    }

    static func contactExists(id: String) -> PortalError {
        PortalError(category: .conflict, message: "Contact already exists. Existing ID: \(id)")
    }

    static func groupExists(_ name: String) -> PortalError {
        PortalError(category: .alreadyExists, message: "Property group with name '\(name)' already exists.")
    }

    static func propertyExists(_ name: String) -> PortalError {
        PortalError(category: .alreadyExists, message: "Property with name '\(name)' already exists.")
    }

    /// How a value that must be unique is refused where another object has it; also what losing a race looks like.
    package static func valueTaken(
        portalID: Int, property: String, value: String, on id: String, by other: String
    ) -> PortalError {
        .invalid(
            "Cannot set PropertyValueCoordinates{portalId=\(portalID), propertyName=\(property), value=\(value)} on \(id). "
                + "\(other) already has that value.")
    }
}
