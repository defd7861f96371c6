import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

extension DeadLetter {
    package var json: JSON {
        let known = ReasonCode(rawValue: code)
        return .present([
            "number": .number(JSONNumber(Int(id))), "function": .string(function), "eventId": .string(eventID),
            "type": .string(type), "organization": .string(organization), "code": .string(code),
            "message": .optional(message), "remedy": .optional(known?.remedy), "queued": .string(Timestamp.rfc3339(queued)),
            "buried": .string(Timestamp.rfc3339(buried)),
        ])
    }

    /// With its event.
    package func json(with event: EncodedEvent) -> JSON {
        var members = json.object ?? [:]
        members["event"] = (try? JSON.parse(event.bytes)) ?? .null
        return .object(members)
    }
}

extension EventWait {
    /// With what to do about it.
    package var advice: JSON {
        [
            "organization": .string(organization), "code": .string(code.rawValue), "meaning": .string(code.meaning),
            "remedy": .string(code.remedy), "events": .number(JSONNumber(events)), "since": .string(Timestamp.rfc3339(since)),
        ]
    }
}

extension QueueCounts {
    package var json: JSON {
        [
            "waiting": .number(JSONNumber(waiting - leased)), "running": .number(JSONNumber(leased)),
            "dead": .number(JSONNumber(dead)),
        ]
    }
}

extension WaitingEvent {
    package var json: JSON {
        .present([
            "function": .string(function), "eventId": .string(eventID), "type": .string(type),
            "organization": .string(organization), "queued": .string(Timestamp.rfc3339(queued)),
            "due": .string(Timestamp.rfc3339(due)), "isRunning": .bool(isLeased), "faults": .number(JSONNumber(tries.faults)),
            "code": .optional(tries.wait?.code.rawValue), "remedy": .optional(tries.wait?.code.remedy),
            "since": .optional((tries.wait?.since).map(Timestamp.rfc3339)), "message": .optional(message),
        ])
    }
}
