import RelayCore

/// Playing the team in the CRM.
extension ControlRoute {
    static let records: [ControlRoute] = [
        ControlRoute("POST", "/rep/ticket", ["properties", "threadId"]) { simulation, input in
            let id = try await simulation.portal.createTicket(
                properties: try properties(input.body), threadID: try input.body.optionalID("threadId"))
            return ["ticketId": .string(id)]
        },
        ControlRoute("POST", "/rep/property", ["ticketId", "name", "value"]) { simulation, input in
            try await simulation.portal.editTicketProperty(
                ticketID: try input.body.id("ticketId"), name: try input.body.string("name"),
                value: try input.body.optionalString("value") ?? "")
            return done
        },
        ControlRoute("POST", "/rep/note", ["ticketId", "text"]) { simulation, input in
            let id = try await simulation.portal.repWritesNote(
                ticketID: try input.body.id("ticketId"), text: try input.body.string("text"))
            return ["noteId": .string(id)]
        },
        ControlRoute("POST", "/rep/add-thread", ["threadId", "ticketId"]) { simulation, input in
            try await simulation.portal.addThread(try input.body.id("threadId"), toTicket: try input.body.id("ticketId"))
            return done
        },
        ControlRoute("POST", "/rep/merge-tickets", ["primaryId", "otherId"]) { simulation, input in
            let id = try await simulation.portal.mergeTickets(
                primaryID: try input.body.id("primaryId"), otherID: try input.body.id("otherId"))
            return ["ticketId": .string(id)]
        },
        ControlRoute("POST", "/rep/delete-ticket", ["ticketId"]) { simulation, input in
            try await simulation.portal.deleteTicket(try input.body.id("ticketId"))
            return done
        },
        ControlRoute("POST", "/rep/record", ["type", "properties", "onType", "onId"]) { simulation, input in
            let body = input.body
            let type = try type(body, "type")
            guard type != .ticket else { throw body.error("type", "must not be tickets: use /rep/ticket") }
            let object = try body.optionalID("onId").map { ObjectReference(try Self.type(body, "onType"), $0) }
            let id = try await simulation.portal.createRecord(type, properties: try properties(body), on: object)
            return ["id": .string(id)]
        },
        ControlRoute("POST", "/rep/define-property", ["name", "label", "type", "fieldType", "options", "hasUniqueValue"]) {
            simulation, input in
            let options = try (try input.body.optionalObjects("options") ?? []).map {
                PropertyDefinition.Option(value: try $0.string("value"), label: try $0.string("label"))
            }
            try await simulation.portal.defineTicketProperty(
                PropertyDefinition(
                    name: try input.body.string("name"), label: try input.body.string("label"),
                    type: try input.body.optionalString("type") ?? "string",
                    fieldType: try input.body.optionalString("fieldType") ?? "text", options: options,
                    hasUniqueValue: try input.body.optionalBool("hasUniqueValue") ?? false))
            return done
        },
    ]

    private static func type(_ body: ObjectReader, _ name: String) throws -> ObjectType {
        guard let type = ObjectType(named: try body.string(name)) else {
            throw body.error(name, "must be one of \(ObjectType.allCases.map(\.rawValue))")
        }
        return type
    }

    private static func properties(_ body: ObjectReader) throws -> [String: String] {
        let reader = try body.object("properties")
        return try Dictionary(uniqueKeysWithValues: reader.members.keys.map { ($0, try reader.optionalString($0) ?? "") })
    }
}
