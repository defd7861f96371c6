import OnceOnly
import RelayCore

/// A function that talks to HubSpot and keeps state.
package protocol LiveFunction: Sendable {
    static var description: FunctionDescription { get }
    init(_ services: FunctionServices) throws(ConfigurationFaults)
    /// What an event comes to by what stands already, now and whenever it comes again; nil where there is work to do for it.
    /// Asked before and after the work: a result that comes about this way is not kept.
    func standingResult(of event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult?
    /// Works on an event once: a finished event that comes again does not get here.
    /// - Parameter event: With the organization that it is worked on for, also where it named none.
    /// - Throws: Whatever ends the work; see ``FunctionResult/init(ending:)``.
    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult
}

extension LiveFunction {
    package func standingResult(of event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult? { nil }
}

/// Runs a live function's work on each event once, for the organization that the event names.
package struct OnceForEach<F: LiveFunction>: RelayFunction {
    package static var description: FunctionDescription { F.description }
    private let function: F
    private let services: FunctionServices

    package init(_ function: F, _ services: FunctionServices) {
        self.function = function
        self.services = services
    }

    package func handle(_ event: RelayEvent, _ context: InvocationContext) async throws -> FunctionResult {
        let organization = try services.organization(of: event, context)
        var event = event
        event.organization = organization.name
        var result = try await services.once.run(event, in: organization.store, context) { [event] in
            guard let result = try await function.standingResult(of: event, organization) else { return nil }
            try await organization.checkPortal(of: event)
            return result
        } work: { [event] in
            try await organization.checkPortal(of: event)
            return try await function.handle(event, organization)
        }
        if result.status == .retry, organization.progress.isMade { result.data = [FunctionResult.progress: true] }
        return result
    }
}
