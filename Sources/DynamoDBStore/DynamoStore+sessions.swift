import FoundationEssentials
import RelayCore

// MARK: - Sessions

extension DynamoOrganizationStore {
    package func session(id: String) async throws(StoreError) -> Session? {
        try await run("read a session") { table in try await table.item(key("session", id)).map(Self.session) }
    }

    package func createSession(_ session: Session) async throws(StoreError) -> Session {
        try await run("create a session") { table in
            try await settled {
                let writes = [put(session, if: .isNew)] + references(session).map(refer(to: session.id))
                let outcome = try await table.write(together: writes)
                if case .refused(let standing?) = outcome { return try Self.session(standing) }
                // As it stands: to the millisecond. Or deleted in between.
                guard outcome.isDone else { return nil }
                return try await table.item(key("session", session.id)).map(Self.session) ?? session
            }
        }
    }

    package func updateSession(_ session: Session) async throws(StoreError) -> Bool {
        try await run("update a session") { table in
            guard let item = try await table.item(key("session", session.id)) else { return false }
            let standing = try Self.session(item)
            guard standing.version == session.version else { return false }
            var changed = session
            changed.version += 1
            changed.createdAt = standing.createdAt
            let (before, after) = (references(standing), references(changed))
            let writes =
                [put(changed, if: Self.isVersion(session.version))]
                + after.subtracting(before).map(refer(to: session.id))
                + before.subtracting(after).map { DynamoWrite.delete($0) }
            return try await table.write(together: writes).isDone
        }
    }

    package func touchSession(id: String, at: Date) async throws(StoreError) {
        try await run("touch a session") { table in
            let touched = DynamoExpression(
                "SET #updatedAt = :updatedAt, #at = :at",
                ["updatedAt": .time(at), "at": .text(DynamoMoment.text(Timestamp.milliseconds(at), id))])
            let isLater = DynamoExpression("#updatedAt < :updatedAt")
            _ = try await table.write(.update(key("session", id), touched, if: isLater))
        }
    }

    package func deleteSession(id: String) async throws(StoreError) {
        try await run("delete a session") { table in
            // Until nobody changes it in between.
            while let item = try await table.item(key("session", id)) {
                let standing = try Self.session(item)
                let session = DynamoWrite.delete(key("session", id), if: Self.isVersion(standing.version))
                let references = references(standing).map { DynamoWrite.delete($0) }
                // What a transaction does not hold goes first: who deletes a session that stands finds the rest.
                let first = references.dropLast(DynamoTable.mostTogether - 1)
                for reference in first { _ = try await table.write(reference) }
                if try await table.write(together: [session] + references.dropFirst(first.count)).isDone { return }
            }
        }
    }

    private static func isVersion(_ version: Int) -> DynamoExpression {
        DynamoExpression("#version = :version", ["version": .integer(version)])
    }

    // MARK: What finds a session

    /// The items that name the session for its contacts and its addresses; of an address they hold the digest alone.
    private func references(_ session: Session) -> Set<DynamoKey> {
        let contacts = ([session.contactID].compactMap { $0 } + session.otherContactIDs).map { key("contact", $0, session.id) }
        let addresses = ([session.contactEmail].compactMap { $0 } + session.otherEmails).map {
            key("address", Self.digest(address: $0), session.id)
        }
        return Set(contacts + addresses)
    }

    private func refer(to session: String) -> (DynamoKey) -> DynamoWrite {
        { .put($0, ["id": .text(session)]) }
    }

    /// Without regard to the case of ASCII letters.
    static func digest(address: String) -> String {
        let lower = address.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        return ShortHash.of(String(decoding: lower, as: UTF8.self), bytes: 32)
    }

    // MARK: As an item

    private func put(_ session: Session, if condition: DynamoExpression) -> DynamoWrite {
        .put(
            key("session", session.id),
            [
                "id": .text(session.id), "threadID": .optional(session.threadID), "channel": .text(session.channel.rawValue),
                "state": .text(session.state.rawValue), "stateSince": .time(session.stateSince),
                "reopenedAt": .optional(session.reopenedAt), "contactID": .optional(session.contactID),
                "otherContactIDs": .texts(session.otherContactIDs), "contactEmail": .optional(session.contactEmail),
                "otherEmails": .texts(session.otherEmails), "contactName": .optional(session.contactName),
                "contactPhone": .optional(session.contactPhone), "ticketID": .optional(session.ticketID),
                "knownUntil": .optional(session.knownUntil), "language": .optional(session.language),
                "sentiment": .optional(session.sentiment), "isDisclosed": .boolean(session.isDisclosed),
                "createdAt": .time(session.createdAt), "updatedAt": .time(session.updatedAt),
                "version": .integer(session.version), "list": .text(listing("sessions")),
                "group": .text(listing("state", session.state.rawValue, session.channel.rawValue)),
                "at": .text(DynamoMoment.text(Timestamp.milliseconds(session.updatedAt), session.id)),
            ], if: condition)
    }

    static func session(_ item: DynamoItem) throws(StoreError) -> Session {
        guard let channel = ChannelKind(rawValue: try item.string("channel")),
            let state = Session.State(rawValue: try item.string("state"))
        else { throw StoreError("a session's channel or state is unknown to this version") }
        return Session(
            id: try item.string("id"), threadID: item.text("threadID"), channel: channel, state: state,
            stateSince: try item.date("stateSince"), reopenedAt: item.time("reopenedAt"), contactID: item.text("contactID"),
            otherContactIDs: try item.strings("otherContactIDs"), contactEmail: item.text("contactEmail"),
            otherEmails: try item.strings("otherEmails"), contactName: item.text("contactName"),
            contactPhone: item.text("contactPhone"), ticketID: item.text("ticketID"), knownUntil: item.time("knownUntil"),
            language: item.text("language"), sentiment: item.text("sentiment"), isDisclosed: try item.boolean("isDisclosed"),
            createdAt: try item.date("createdAt"), updatedAt: try item.date("updatedAt"), version: try item.number("version"))
    }
}
