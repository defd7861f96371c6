import RelayCore

/// The parts of the settings that are objects.
extension RateLimits {
    init(_ reader: ObjectReader) throws {
        try reader.allow(["isEnforced", "tenSecondly", "daily", "searchesPerSecond", "sendsRetryAfter"])
        self.init()
        isEnforced = try reader.optionalBool("isEnforced") ?? isEnforced
        tenSecondly = try reader.optionalInt("tenSecondly") ?? tenSecondly
        daily = try reader.optionalInt("daily") ?? daily
        searchesPerSecond = try reader.optionalInt("searchesPerSecond") ?? searchesPerSecond
        sendsRetryAfter = try reader.optionalBool("sendsRetryAfter") ?? sendsRetryAfter
    }

    var json: JSON {
        [
            "isEnforced": .bool(isEnforced), "tenSecondly": .number(JSONNumber(tenSecondly)), "daily": .number(JSONNumber(daily)),
            "searchesPerSecond": .number(JSONNumber(searchesPerSecond)), "sendsRetryAfter": .bool(sendsRetryAfter),
        ]
    }
}

extension SimulatedUser {
    init(_ reader: ObjectReader) throws {
        try reader.allow(["userId", "ownerId", "firstName", "lastName", "email", "isActive", "hasSeat"])
        guard let userID = try reader.optionalInt("userId") else { throw reader.error("userId", "is missing") }
        guard let ownerID = try reader.optionalInt("ownerId") else { throw reader.error("ownerId", "is missing") }
        self.init(
            userID: userID, ownerID: ownerID, firstName: try reader.string("firstName"), lastName: try reader.string("lastName"),
            email: try reader.string("email"), isActive: try reader.optionalBool("isActive") ?? true)
        hasSeat = try reader.optionalBool("hasSeat") ?? true
    }

    var json: JSON {
        [
            "userId": .number(JSONNumber(userID)), "ownerId": .number(JSONNumber(ownerID)), "firstName": .string(firstName),
            "lastName": .string(lastName), "email": .string(email), "isActive": .bool(isActive),
            "hasSeat": .bool(hasSeat),
        ]
    }
}

extension SimulatedQueue {
    init(_ reader: ObjectReader) throws {
        try reader.allow(["ownerId", "name"])
        guard let ownerID = try reader.optionalInt("ownerId") else { throw reader.error("ownerId", "is missing") }
        self.init(ownerID: ownerID, name: try reader.string("name"))
    }

    var json: JSON { ["ownerId": .number(JSONNumber(ownerID)), "name": .string(name)] }
}

extension SimulatedInbox {
    init(_ reader: ObjectReader) throws {
        try reader.allow(["id", "name", "isHelpDesk"])
        self.init(
            id: try reader.id("id"), name: try reader.string("name"), isHelpDesk: try reader.optionalBool("isHelpDesk") ?? false)
    }

    var json: JSON { ["id": .string(id), "name": .string(name), "isHelpDesk": .bool(isHelpDesk)] }
}

extension SimulatedChannelAccount {
    init(_ reader: ObjectReader) throws {
        try reader.allow(["id", "channelId", "name", "address", "inboxId", "isActive", "isAuthorized"])
        self.init(
            id: try reader.id("id"), channelID: try reader.id("channelId"), name: try reader.string("name"),
            address: try reader.optionalString("address"), inboxID: try reader.optionalID("inboxId"))
        isActive = try reader.optionalBool("isActive") ?? true
        isAuthorized = try reader.optionalBool("isAuthorized") ?? true
    }

    var json: JSON {
        [
            "id": .string(id), "channelId": .string(channelID), "name": .string(name), "address": .optional(address),
            "inboxId": .optional(inboxID), "isActive": .bool(isActive), "isAuthorized": .bool(isAuthorized),
        ]
    }
}

extension SimulatedPipeline {
    init(_ reader: ObjectReader) throws {
        try reader.allow(["id", "label", "stages"])
        let stages = try (try reader.optionalObjects("stages") ?? []).map { stage in
            try stage.allow(["id", "label", "isClosed"])
            return Stage(
                id: try stage.id("id"), label: try stage.string("label"), isClosed: try stage.optionalBool("isClosed") ?? false)
        }
        self.init(id: try reader.id("id"), label: try reader.string("label"), stages: stages)
    }

    var settingJSON: JSON {
        let stages = stages.map { stage -> JSON in
            ["id": .string(stage.id), "label": .string(stage.label), "isClosed": .bool(stage.isClosed)]
        }
        return ["id": .string(id), "label": .string(label), "stages": .array(stages)]
    }
}
