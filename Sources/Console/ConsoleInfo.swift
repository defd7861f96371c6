import RelayCore

/// What the console is of.
package struct ConsoleInfo: Sendable {
    package var functions: [String]
    package var organizations: [String]
    package var portalID: String?
    /// Whether HubSpot is a simulated one.
    package var isDemo: Bool
    /// Addresses of a thread and of a session, with `{id}` for the id.
    package var threadLink: String?
    package var sessionLink: String?

    package init(
        functions: [String] = [], organizations: [String] = [], portalID: String? = nil, isDemo: Bool = false,
        threadLink: String? = nil, sessionLink: String? = nil
    ) {
        self.functions = functions
        self.organizations = organizations
        self.portalID = portalID
        self.isDemo = isDemo
        self.threadLink = threadLink
        self.sessionLink = sessionLink
    }

    /// - Parameter missing: How many invocations the history could not keep since the host started.
    func json(missing: Int) -> JSON {
        .present([
            "version": .string(RelayVersion.text), "missingInvocations": .number(JSONNumber(missing)),
            "functions": .array(functions.map(JSON.string)), "organizations": .array(organizations.map(JSON.string)),
            "portalId": .optional(portalID), "isDemo": .bool(isDemo),
            "links": .present(["thread": .optional(threadLink), "session": .optional(sessionLink)]),
        ])
    }
}
