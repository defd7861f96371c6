import Foundation
import RelayCore

/// Playing customers and the team.
extension ControlRoute {
    static let customers: [ControlRoute] = [
        ControlRoute("POST", "/customer/chat", ["text", "threadId", "name", "email", "attachments"]) { simulation, input in
            let body = input.body
            return try await simulation.portal.customerWritesChat(
                text: try text(body), threadID: try body.optionalID("threadId"), name: try body.optionalString("name"),
                email: try body.optionalString("email"), attachments: try attachments(body)
            ).json
        },
        ControlRoute(
            "POST", "/customer/email",
            ["from", "name", "to", "cc", "subject", "text", "html", "threadId", "original", "attachments"]
        ) { simulation, input in
            let body = input.body
            let original = try body.optionalObject("original").map { reader in
                try reader.allow(["text", "richText"])
                return SimulatedContent(text: try reader.string("text"), richText: try reader.optionalString("richText"))
            }
            return try await simulation.portal.customerWritesEmail(
                from: try body.string("from"), name: try body.optionalString("name"), to: try body.texts("to"),
                cc: try body.texts("cc"), subject: try body.optionalString("subject") ?? "", text: try text(body),
                html: try body.optionalString("html"), threadID: try body.optionalID("threadId"), original: original,
                attachments: try attachments(body)
            ).json
        },
        ControlRoute("POST", "/customer/form", ["email", "name", "fields"]) { simulation, input in
            let body = input.body
            guard let fields = try body.optionalObjects("fields"), !fields.isEmpty else {
                throw body.error("fields", "must be an array of objects with label and value")
            }
            return try await simulation.portal.customerWritesForm(
                email: try body.string("email"), name: try body.optionalString("name"),
                fields: try fields.map { field in
                    try field.allow(["label", "value"])
                    return (try field.string("label"), try field.optionalString("value") ?? "")
                }
            ).json
        },
        ControlRoute("POST", "/customer/whatsapp", ["phone", "text", "threadId", "name"]) { simulation, input in
            let body = input.body
            return try await simulation.portal.customerWritesWhatsApp(
                text: try body.string("text"), threadID: try body.optionalID("threadId"), name: try body.optionalString("name"),
                phone: try body.string("phone")
            ).json
        },
        ControlRoute("POST", "/customer/integration", ["text", "threadId", "name"]) { simulation, input in
            let body = input.body
            return try await simulation.portal.customerWritesThroughIntegration(
                text: try body.string("text"), threadID: try body.optionalID("threadId"), name: try body.optionalString("name")
            ).json
        },
        ControlRoute("POST", "/customer/deletes-data", ["contactId", "threadId"]) { simulation, input in
            switch (try input.body.optionalID("contactId"), try input.body.optionalID("threadId")) {
            case (let id?, nil): try await simulation.portal.customerDeletesData(contactID: id)
            case (nil, let id?): try await simulation.portal.customerDeletesData(threadID: id)
            default: throw input.body.error("contactId", "or threadId must be given, and not both")
            }
            return done
        },
    ]

    /// A message of attachments alone has none.
    private static func text(_ body: ObjectReader) throws -> String {
        let hasFiles = try body.optionalObjects("attachments")?.isEmpty == false
        return hasFiles ? try body.optionalString("text") ?? "" : try body.string("text")
    }

    private static func attachments(_ body: ObjectReader) throws -> [AttachedFile] {
        try (try body.optionalObjects("attachments") ?? []).map { file in
            try file.allow(["name", "text", "base64"])
            if let text = try file.optionalString("text") {
                return AttachedFile(name: try file.string("name"), bytes: Array(text.utf8))
            }
            guard let data = Data(base64Encoded: try file.string("base64")) else { throw file.error("base64", "is not base64") }
            return AttachedFile(name: try file.string("name"), bytes: Array(data))
        }
    }

    static let team: [ControlRoute] = [
        ControlRoute("POST", "/rep/reply", ["threadId", "text"]) { simulation, input in
            try await simulation.portal.repReplies(threadID: try input.body.id("threadId"), text: try input.body.string("text"))
                .json
        },
        ControlRoute("POST", "/rep/comment", ["threadId", "text"]) { simulation, input in
            try await simulation.portal.repComments(threadID: try input.body.id("threadId"), text: try input.body.string("text"))
                .json
        },
        ControlRoute("POST", "/rep/assign", ["threadId", "userId"]) { simulation, input in
            try await simulation.portal.assign(
                threadID: try input.body.id("threadId"), to: try input.body.optionalInt("userId"))
            return done
        },
        threadAction("/rep/close") { try await $0.closeThread($1) },
        threadAction("/rep/reopen") { try await $0.reopenThread($1) },
        threadAction("/rep/archive") { try await $0.archiveThread($1) },
        threadAction("/rep/spam") { try await $0.markAsSpam($1) },
        ControlRoute("POST", "/rep/move", ["threadId", "inboxId"]) { simulation, input in
            try await simulation.portal.moveThread(try input.body.id("threadId"), to: try input.body.id("inboxId"))
            return done
        },
        ControlRoute("POST", "/colleague/email", ["threadId", "from", "text"]) { simulation, input in
            try await simulation.portal.colleagueWritesEmail(
                threadID: try input.body.id("threadId"), from: try input.body.optionalString("from"),
                text: try input.body.string("text")
            ).json
        },
        ControlRoute("POST", "/bot/reply", ["threadId", "text", "actorId"]) { simulation, input in
            let actorID = try input.body.optionalString("actorId") ?? "B-4410"
            guard actorID.hasPrefix("B-") || actorID.hasPrefix("L-") else {
                throw input.body.error("actorId", "must start with B- or L-")
            }
            return try await simulation.portal.botReplies(
                threadID: try input.body.id("threadId"), text: try input.body.string("text"), actorID: actorID
            ).json
        },
    ]

    private static func threadAction(
        _ path: String, _ act: @escaping @Sendable (SimulatedPortal, String) async throws -> Void
    ) -> ControlRoute {
        ControlRoute("POST", path, ["threadId"]) { simulation, input in
            try await act(simulation.portal, try input.body.id("threadId"))
            return done
        }
    }
}
