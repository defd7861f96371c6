import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore

/// Looks through the open threads for customers' messages that had no turn, the oldest first.
///
/// One call lists them; only a thread of which something is not known costs another one. What is left when the tick has made so
/// many calls, or has no more time, the next one looks at.
struct Sweep {
    private let services: OrganizationServices
    private let reader: ThreadReader
    private let notes: SweepNotes
    private let turns: GivenTurns
    /// When a message must have been written.
    private let window: ClosedRange<Date>

    /// The most calls for messages that one tick makes: a fraction of what HubSpot allows in ten seconds.
    static let callLimit = 40
    /// How much of its time a tick leaves, in seconds.
    private static let reserve: Double = 15

    init(_ services: OrganizationServices) {
        self.services = services
        reader = ThreadReader(services)
        notes = SweepNotes(services)
        turns = GivenTurns(services)
        let now = services.ambient.now()
        let oldest = now - services.configuration[ConfigurationKeys.sweepWithin]
        window = oldest...max(oldest, now - services.configuration[ConfigurationKeys.sweepAfter])
    }

    func findings() async throws -> SweepFindings {
        var findings = SweepFindings()
        do {
            let threads = try await services.hubSpot.openThreads(inboxID: nil, since: window.lowerBound)
            for (index, thread) in threads.enumerated() {
                guard findings.calls < Self.callLimit, hasTime else {
                    findings.left = threads.count - index
                    break
                }
                guard thread.mayHold(messageBefore: window.upperBound) else { continue }
                findings.threads += 1
                guard let message = try await look(at: thread, &findings), message.createdAt <= window.upperBound else {
                    continue
                }
                let missed = MissedMessageEvent(threadID: thread.id, messageID: message.id)
                findings.missed.append(missed)
                if try await notes.find(missed) { findings.new += 1 }
            }
        } catch let error as HubSpotError {
            services.logger.warning(
                "HubSpot did not let the sweep come to its end; the next one goes on",
                metadata: ["code": "\(error.reasonCode.rawValue)", "detail": "\(error)"])
            findings.failure = error.result
        }
        if findings.elsewhere > 0 {
            services.logger.warning(
                "threads were answered with another store and are left alone", metadata: ["count": "\(findings.elsewhere)"])
        }
        return findings
    }

    private var hasTime: Bool {
        services.deadline.map { services.ambient.now() < $0 - Self.reserve } ?? true
    }

    /// - Returns: The newest message that gets a turn, and has had none; none that is too old.
    private func look(at thread: ConversationThread, _ findings: inout SweepFindings) async throws -> ThreadMessage? {
        if let kept = try await reader.keptMessages(of: thread) { return try await unturned(kept, thread, &findings) }
        if try await notes.isSeen(thread) { return nil }
        findings.calls += 1
        if let message = try await unturned(try await messages(of: thread), thread, &findings) { return message }
        try await notes.see(thread)
        return nil
    }

    private func messages(of thread: ConversationThread) async throws -> [ThreadMessage] {
        do {
            return try await reader.newestMessages(of: thread.id)
        } catch let error as HubSpotError where error.category == .notFound {
            return []
        }
    }

    private func unturned(
        _ messages: [ThreadMessage], _ thread: ConversationThread, _ findings: inout SweepFindings
    ) async throws -> ThreadMessage? {
        guard let newest = try await reader.newestForTurn(on: thread, among: messages), newest.createdAt > window.lowerBound
        else {
            return nil
        }
        if try await turns.isGiven(on: newest.id, threadID: thread.id) { return nil }
        guard try await reader.isAnsweredElsewhere(newest, on: thread, among: messages) else { return newest }
        findings.elsewhere += 1
        return nil
    }
}

extension ConversationThread {
    /// Whether a message that came in before then may be its newest. HubSpot need not tell the times.
    fileprivate func mayHold(messageBefore date: Date) -> Bool {
        if latestReceivedAt == nil, latestSentAt != nil { return false }
        guard let received = latestReceivedAt ?? latestMessageAt else { return true }
        return received <= date
    }
}
