import FoundationEssentials
import HubSpotAPI
import Logging
import OnceOnly
import RelayCore
import Rendering

/// Posts messages and comments on a thread, each once, and records them in the session.
package struct ThreadPoster: Sendable {
    package let ledger: EffectLedger
    private let services: OrganizationServices

    package init(_ services: OrganizationServices, timing: EffectLedger.Timing = .init()) {
        self.services = services
        ledger = EffectLedger(
            store: services.store, ambient: services.ambient, progress: services.progress, timing: timing)
    }

    /// How long the lease of a thread must last so that a write begun under it ends under it, in seconds.
    package var leaseSeconds: Double { ledger.timing.writeWindow + 30 }

    /// - Parameter check: Runs just before the write; throws when it must not be.
    /// - Throws: What ``ThreadReading/answered(_:of:)`` says of whom an answer goes to; what the ledger and HubSpot say.
    package func post(
        _ post: ThreadPost, on reading: ThreadReading, lease: ThreadLease, check: () async throws -> Void = {}
    ) async throws -> Effect {
        let disclosure = disclosure(of: post, on: reading)
        var isUndelivered = false
        var effect = try await ledger.once(post.effectKey) { record in
            let search = PostedSearch(kind: post.kind, appID: await services.appID(), record: record)
            // As they stand now: what an earlier try wrote may be newer than the reading.
            let messages = ThreadReader.inOrder(
                try await services.hubSpot.messages(threadID: reading.thread.id, pageLimit: 1))
            for candidate in search.candidates(among: messages) {
                if try await !ledger.belongsElsewhere(candidate.id, than: record.key) { return candidate.id }
            }
            return nil
        } prepare: {
            try await check()
            try await lease.extend(leaseSeconds)
        } write: {
            do {
                let sent = try await write(post, disclosure, on: reading)
                await note(sent, post, on: reading)
                return sent.id
            } catch let error as HubSpotError where error.category == .deliveryFailed {
                // It stands on the thread, undelivered: writing it again would not help.
                guard let id = error.messageID else { throw error }
                isUndelivered = true
                return id
            }
        }
        if disclosure != nil, !isUndelivered { await noteDisclosure(in: reading.session) }
        effect.isUndelivered = isUndelivered
        return effect
    }

    /// What an earlier try posted, as ``post(_:on:lease:check:)`` finds it; nil where there is none. Nothing is written.
    package func standing(_ post: ThreadPost, on reading: ThreadReading, lease: ThreadLease) async throws -> Effect? {
        guard try await services.store.effect(key: post.effectKey) != nil else { return nil }
        do {
            return try await self.post(post, on: reading, lease: lease) { throw NothingStands() }
        } catch is NothingStands {
            return nil
        }
    }

    private struct NothingStands: Error {}

    /// The first thing that the AI says to a customer says that an AI writes, once in a conversation.
    private func disclosure(of post: ThreadPost, on reading: ThreadReading) -> RenderedText? {
        guard post.kind == .message, post.senderUserID == nil, !reading.session.isDisclosed else { return nil }
        let answered = post.inReplyTo ?? reading.customerMessages.last?.id
        let channel = reading.customerMessages.first { $0.id == answered }?.channel ?? reading.channel
        return services.disclosureLine(on: channel, in: post.language ?? reading.session.language).map(Markdown.render)
    }

    private func write(_ post: ThreadPost, _ disclosure: RenderedText?, on reading: ThreadReading) async throws -> ThreadMessage {
        switch post.kind {
        case .message:
            return try await services.hubSpot.send(try await outgoing(post, disclosure, on: reading), threadID: reading.thread.id)
        case .comment:
            let body = Self.body(post.content)
            return try await services.hubSpot.comment(text: body.text, richText: body.html, threadID: reading.thread.id)
        }
    }

    /// The session's own record of what was said. The message stands already, so a store that fails here changes
    /// nothing: HubSpot's webhook for the message records it too.
    private func note(_ sent: ThreadMessage, _ post: ThreadPost, on reading: ThreadReading) async {
        let role: TimelineEntry.Role = post.kind == .comment ? .note : post.senderUserID == nil ? .ai : .rep
        let entry = TimelineEntry(
            id: sent.id, role: role, text: Self.body(post.content).text, createdAt: sent.createdAt, envelope: sent.envelope)
        do {
            _ = try await services.store.appendTimeline(sessionID: reading.session.id, entry: entry)
        } catch {
            services.logger.warning("a posted message is not in the session yet", metadata: ["message-id": "\(sent.id)"])
        }
    }

    /// That it was said. Said twice it does no harm; the message stands.
    private func noteDisclosure(in session: Session) async {
        do {
            _ = try await services.sessions.update(session) { $0.isDisclosed = true }
        } catch {
            services.logger.warning("the session does not know that AI was disclosed", metadata: ["session-id": "\(session.id)"])
        }
    }

    // MARK: Rendering

    static func body(_ content: ThreadPost.Content) -> (html: String, text: String) {
        switch content {
        case .markdown(let markdown):
            let rendered = Markdown.render(markdown)
            return (rendered.html, rendered.text)
        case .rendered(let html, let text): return (html, text)
        }
    }

    private func outgoing(
        _ post: ThreadPost, _ disclosure: RenderedText?, on reading: ThreadReading
    ) async throws -> OutgoingMessage {
        let answered = try await reading.answered(post.inReplyTo, of: services)
        var body = Self.body(post.content)
        if let disclosure { body = ("\(disclosure.html)\n\(body.html)", "\(disclosure.text)\n\n\(body.text)") }
        if answered.message.channel == .email {
            body = signed(body, mailbox: await mailbox(of: answered.message, reading.policy))
        }
        if post.senderUserID == nil { body.html += Marker.aiResponse }
        guard let sender = post.senderUserID ?? services.configuration[ConfigurationKeys.userID],
            let message = OutgoingMessage.reply(
                to: answered.message, and: answered.waiting, subject: answered.subject, senderActorID: .agent(userID: sender),
                text: body.text, richText: body.html, isOwn: reading.policy.own.contains)
        else { throw Stop(.failed(.noRecipient, "the message to answer names nobody who may be written to")) }
        return message
    }

    /// The mailbox that the answer goes out from: that of the message's channel account; where it is not known, the one that the
    /// message was sent to.
    private func mailbox(of message: ThreadMessage, _ policy: DecisionPolicy) async -> String? {
        if let address = (try? await services.mailboxes())?.address(ofAccount: message.channelAccountID) { return address }
        let addresses = message.recipients.filter { $0.field?.isCopy != true }.compactMap(\.emailAddress)
        return addresses.first(where: policy.own.contains) ?? addresses.first
    }

    /// With the signature of the mailbox's domain, where one is configured for it. A signature that cannot be chosen
    /// keeps no answer from the customer; it is logged.
    private func signed(_ body: (html: String, text: String), mailbox: String?) -> (html: String, text: String) {
        guard let mailbox else { return body }
        do throws(FieldError) {
            let domain = try EmailAddress(mailbox, path: "mailbox").domain
            let signatures = services.configuration[ConfigurationKeys.signatures]
            guard let signature = try SignatureChoice.choose(from: signatures, for: domain, path: "SIGNATURES") else {
                return body
            }
            let composer = SignatureComposer(signature)
            return (composer.sign(html: body.html), composer.sign(text: body.text))
        } catch {
            services.logger.error("no signature: one of the patterns or the mailbox is wrong", metadata: ["detail": "\(error)"])
            return body
        }
    }
}
