import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    static let tickets: [StateStoreCheck] = [
        StateStoreCheck("ticket: no session before one is linked") { store, _ async throws in
            #expect(try await store.sessionIDs(ticketID: "55").isEmpty)
        },
        StateStoreCheck("ticket: several sessions share one, each linked once") { store, _ async throws in
            for id in ["ses_2", "ses_1", "ses_2"] {
                try await store.linkTicket(ticketID: "55", sessionID: id)
            }
            #expect(try await store.sessionIDs(ticketID: "55").sorted() == ["ses_1", "ses_2"])
        },
        StateStoreCheck("ticket: organization and ticket each have their own links") { store, other async throws in
            try await store.linkTicket(ticketID: "55", sessionID: "ses_1")
            try await other.linkTicket(ticketID: "55", sessionID: "ses_9")
            try await store.linkTicket(ticketID: "56", sessionID: "ses_1")
            #expect(try await store.sessionIDs(ticketID: "55") == ["ses_1"])
            #expect(try await other.sessionIDs(ticketID: "55") == ["ses_9"])
            #expect(try await other.sessionIDs(ticketID: "56").isEmpty)
        },
        StateStoreCheck("ticket: no link made at the same time is lost") { store, _ async throws in
            _ = try await contend { task in
                try await store.linkTicket(ticketID: "55", sessionID: "ses_\(task)")
            }
            #expect(try await Set(store.sessionIDs(ticketID: "55")).count == 20)
        },
        StateStoreCheck("ticket: a former link is none, is known, and can be one again") { store, _ async throws in
            for id in ["ses_1", "ses_2"] { try await store.linkTicket(ticketID: "55", sessionID: id) }
            try await store.unlinkTicket(ticketID: "55", sessionID: "ses_1")
            try await store.unlinkTicket(ticketID: "55", sessionID: "ses_9")
            #expect(try await store.sessionIDs(ticketID: "55") == ["ses_2"])
            #expect(try await store.formerSessionIDs(ticketID: "55") == ["ses_1"])
            try await store.linkTicket(ticketID: "55", sessionID: "ses_1")
            #expect(try await store.sessionIDs(ticketID: "55") == ["ses_1", "ses_2"])
            #expect(try await store.formerSessionIDs(ticketID: "55").isEmpty)
        },
        StateStoreCheck("ticket: the tickets of a session, former ones too, of its organization alone") {
            store, other async throws in
            for id in ["56", "55", "57"] { try await store.linkTicket(ticketID: id, sessionID: "ses_1") }
            try await other.linkTicket(ticketID: "58", sessionID: "ses_1")
            try await store.linkTicket(ticketID: "59", sessionID: "ses_2")
            try await store.unlinkTicket(ticketID: "56", sessionID: "ses_1")
            try await store.deleteTicketLink(ticketID: "57", sessionID: "ses_1")
            try await store.deleteTicketLink(ticketID: "57", sessionID: "ses_1")
            #expect(try await store.ticketIDs(sessionID: "ses_1") == ["55", "56"])
            #expect(try await other.ticketIDs(sessionID: "ses_1") == ["58"])
        },
    ]

    private static func keep(
        _ store: any StateStore, _ value: String?, _ seconds: Double, ticket: String = "55", property: String = "subject",
        now: Double = 0
    ) async throws -> PropertyOutcome {
        try await store.setTicketProperty(
            ticketID: ticket,
            entry: CustomDataEntry(property: property, value: value, label: "L", occurredAt: time(seconds)), now: time(now))
    }

    private static func kept(
        _ store: any StateStore, ticket: String = "55"
    ) async throws -> [String: String?] {
        let entries = try await store.ticketProperties(ticketID: ticket)
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.property, $0.value) })
    }

    static let ticketProperties: [StateStoreCheck] = [
        StateStoreCheck("ticket property: kept without any session, the newest wins") { store, _ async throws in
            #expect(try await kept(store).isEmpty)
            #expect(try await keep(store, "second", 2) == .applied)
            #expect(try await keep(store, "first", 1) == .stale)
            #expect(try await keep(store, "second", 2) == .unchanged)
            #expect(try await keep(store, "second", 3) == .confirmed)
            #expect(try await keep(store, nil, 4, property: "content") == .applied)
            #expect(try await kept(store) == ["subject": "second", "content": nil])
        },
        StateStoreCheck("ticket property: comes back as it was, told by HubSpot, listed by name") { store, _ async throws in
            let entries = [
                CustomDataEntry(property: "a", value: "größe", label: "Größe", occurredAt: time(1.25)),
                CustomDataEntry(property: "b", value: nil, isRedacted: true, occurredAt: time(2)),
                CustomDataEntry(property: "c", value: "x", origin: .pushed, occurredAt: time(3)),
            ]
            for entry in entries.reversed() {
                _ = try await store.setTicketProperty(ticketID: "55", entry: entry, now: time(9))
            }
            var expected = entries
            expected[2].origin = .ticket
            #expect(try await store.ticketProperties(ticketID: "55") == expected)
        },
        StateStoreCheck("ticket property: organization and ticket each have their own") { store, other async throws in
            _ = try await keep(store, "ours", 1)
            _ = try await keep(other, "theirs", 2)
            _ = try await keep(store, "another", 3, ticket: "56")
            #expect(try await kept(store) == ["subject": "ours"])
            #expect(try await kept(other) == ["subject": "theirs"])
            #expect(try await store.deleteTicketProperties(ticketID: "55", limit: 10) == 1)
            #expect(try await kept(store).isEmpty)
            #expect(try await kept(other) == ["subject": "theirs"])
            #expect(try await kept(store, ticket: "56") == ["subject": "another"])
        },
        StateStoreCheck("ticket property: of twenty at once the newest stands") { store, _ async throws in
            _ = try await contend { task in try await keep(store, "value \(task)", Double(task)) }
            #expect(try await kept(store) == ["subject": "value 19"])
        },
        StateStoreCheck("ticket property: old ones go by when they were written, in batches, oldest first") {
            store, other async throws in
            for ticket in 0..<5 {
                _ = try await keep(store, "v", 100, ticket: "\(ticket)", now: Double(ticket))
            }
            _ = try await keep(other, "v", 100, ticket: "0", now: 0)
            // Written again: kept from then on.
            _ = try await keep(store, "w", 101, ticket: "0", now: 50)
            let delete = { (before: Double, limit: Int) async throws in
                try await store.deleteTicketProperties(recordedBefore: time(before), limit: limit)
            }
            #expect(try await delete(4, 2) == 2)
            #expect(try await kept(store, ticket: "1").isEmpty)
            #expect(try await kept(store, ticket: "3") == ["subject": "v"])
            #expect(try await delete(4, 2) == 1)
            #expect(try await delete(4, 2) == 0)
            #expect(try await kept(store, ticket: "4") == ["subject": "v"])
            #expect(try await kept(store, ticket: "0") == ["subject": "w"])
            #expect(try await kept(other, ticket: "0") == ["subject": "v"])
        },
    ]
}
