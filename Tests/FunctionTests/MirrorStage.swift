import Conversations
import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import ticket_property_mirror

/// A conversation with a ticket of HubSpot's own, and the mirror.
struct MirrorStage {
    let stage: Stage
    let relay: Relay
    let threadID: String
    let ticketID: String

    var portal: SimulatedPortal { stage.portal }
    var sessionID: String { SessionID.of(threadID: threadID, organization: "default") }

    static let plan = PropertyDefinition(
        name: "customer_plan", label: "Plan", type: "enumeration", fieldType: "checkbox",
        options: [.init(value: "gold", label: "Gold"), .init(value: "silver", label: "Silver")])

    static let mapping = ["PROPERTY_MAPPING": #"{"plan":"customer_plan","score":"no_such_property","note":"content"}"#]

    static func run(
        _ environment: [String: String] = mapping, _ change: (inout PortalSettings) -> Void = { _ in },
        _ work: (MirrorStage) async throws -> Void
    ) async throws {
        var settings = PortalSettings()
        settings.createsTickets = true
        change(&settings)
        try await Stage.run(environment, settings) { stage in
            try await stage.portal.defineTicketProperty(plan)
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let threadID = try await stage.chat("Hello")
            try await relay.settle()
            let ticketID = try #require(await stage.portal.thread(threadID)?.ticketID)
            try await work(MirrorStage(stage: stage, relay: relay, threadID: threadID, ticketID: ticketID))
        }
    }

    func data(_ property: String, session: String? = nil) async throws -> CustomDataEntry? {
        try await stage.store.customData(sessionID: session ?? sessionID).first {
            $0.property == property
        }
    }

    /// HubSpot's event of a changed property, handled by the mirror.
    func change(
        _ property: String, _ value: JSON, at milliseconds: Int, ticket: String? = nil, _ more: JSONObject = [:],
        by function: Functions? = nil
    ) async throws -> FunctionResult {
        let data: JSONObject = [
            "objectId": .string(ticket ?? ticketID), "propertyName": .string(property), "propertyValue": value,
            "occurredAt": .number(JSONNumber(milliseconds)),
        ]
        return await stage.handle(
            try function ?? Functions(stage.services),
            Stage.event(HubSpotEvent.ticketPropertyChange, .object(data.merging(more) { $1 })))
    }

    func update(_ customData: JSON, at date: Date = Date(), session: String? = nil) async throws -> FunctionResult {
        var event = Stage.event(
            SessionUpdateEvent.type, ["sessionId": .string(session ?? sessionID), "customData": customData])
        event.time = Timestamp.rfc3339(date)
        return await stage.handle(try Functions(stage.services), event)
    }

    func calls(_ operation: HubSpotSimulator.Operation) -> Int {
        stage.simulator.calls.count { $0.operation == operation }
    }
}
